import { checkSasToken, type SharedAccessKey } from '../auth/sas-token';
import { type Claims } from '../auth/claims';
import { amqpInt, amqpSymbol } from '../amqp/rhea-internals';
import { type Faults } from '../control/faults';
import { type AnswerRequest, type Reply } from './request-node';
import { type RequestMessage } from './request-message';

const reply = (statusCode: number, statusDescription: string, errorCondition?: string): Reply => ({
  properties: {
    'status-code': amqpInt(statusCode),
    'status-description': statusDescription,
    ...(errorCondition !== undefined && { 'error-condition': amqpSymbol(errorCondition) }),
  },
});

const unauthorized = (description: string): Reply => reply(401, description, 'amqp:unauthorized-access');

/**
 * Answers put-token requests: a good shared access signature adds to the connection's claims, anything else is
 * refused with 401, which clients report as unauthorised and do not try again.
 * Source: "AMQP Claims-Based Security 1.0", OASIS working draft, and the clients' requests.
 */
export function answerCbs(claims: Claims, key: SharedAccessKey, faults: Faults): AnswerRequest {
  const putToken = (request: RequestMessage): Reply => {
    if (faults.refuseTokens)
      return unauthorized('The development broker was told to refuse tokens (fault switch).');
    if (request.properties['type'] === 'jwt') {
      return unauthorized(
        'The development broker checks shared access signatures only; it cannot check a JWT.',
      );
    }
    try {
      claims.add(checkSasToken(request.text ?? '', key, Date.now()));
    } catch (error) {
      return unauthorized(error instanceof Error ? error.message : 'InvalidSignature');
    }
    return reply(202, 'Accepted');
  };
  return (request) => {
    const operation = String(request.properties['operation']);
    return Promise.resolve(
      operation === 'put-token'
        ? putToken(request)
        : reply(501, `$cbs knows no operation '${operation}'.`, 'amqp:not-implemented'),
    );
  };
}
