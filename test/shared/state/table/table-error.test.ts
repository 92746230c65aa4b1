import { describe, expect, it } from '@jest/globals';
import { createHttpHeaders, createPipelineRequest, RestError } from '@azure/core-rest-pipeline';
import { isMissingRow, tableError } from '../../../../shared/state/table/table-error';

const DOING = 'Table storage did not replace Subjects guest-1 row';

/** What the client throws when the service answers so. */
function answer(status: number, code: string, headers: Record<string, string> = {}): RestError {
  const request = createPipelineRequest({ url: 'https://account.example/table?sig=secret' });
  const error = new RestError('said no', {
    statusCode: status,
    request,
    response: { request, status, headers: createHttpHeaders(headers) },
  });
  error.details = { odataError: { code } };
  return error;
}

describe('tableError', () => {
  it.each([
    [408, 'RequestTimeout', 'timed-out'],
    [429, 'TooManyRequests', 'throttled'],
    [500, 'InternalError', 'unavailable'],
    [500, 'OperationTimedOut', 'timed-out'],
    [503, 'ServerBusy', 'throttled'],
    [502, 'BadGateway', 'unavailable'],
    [504, 'GatewayTimeout', 'timed-out'],
    [409, 'TableBeingDeleted', 'unavailable'],
  ])('takes %i %s for passing trouble', (status, code, reason) => {
    const message = `${DOING}: ${status} ${code}`;
    expect(tableError(answer(status, code), DOING)).toMatchObject({
      name: 'RetryableError',
      reason,
      message,
    });
  });

  it.each([
    [401, 'InvalidAuthenticationInfo', 'forbidden'],
    [403, 'AuthorizationPermissionMismatch', 'forbidden'],
    [404, 'TableNotFound', 'not-found'],
    [400, 'InvalidInput', 'rejected'],
    [409, 'TableAlreadyExists', 'rejected'],
    [413, 'RequestBodyTooLarge', 'rejected'],
  ])('takes %i %s for a no', (status, code, refusal) => {
    expect(tableError(answer(status, code), DOING)).toMatchObject({ name: 'TerminalError', code: refusal });
  });

  it('says what to do where the app lacks a right', () => {
    expect(tableError(answer(403, 'AuthorizationPermissionMismatch'), DOING)).toMatchObject({
      message: expect.stringContaining('Storage Table Data Contributor'),
    });
  });

  it('hands on how long the service wants to be left alone, and asks for 5 s where it does not say', () => {
    const said = tableError(answer(503, 'ServerBusy', { 'retry-after': '17' }), DOING);
    expect(said).toMatchObject({ retryAfterSeconds: 17 });
    expect(tableError(answer(503, 'ServerBusy'), DOING)).toMatchObject({ retryAfterSeconds: 5 });
    const odd = tableError(answer(503, 'ServerBusy', { 'retry-after': 'soon' }), DOING);
    expect(odd).toMatchObject({ retryAfterSeconds: 5 });
  });

  it('takes a connection that fails for passing trouble', () => {
    const error = new RestError('read ECONNRESET', { code: 'ECONNRESET' });
    expect(tableError(error, DOING)).toMatchObject({
      reason: 'unavailable',
      message: `${DOING}: no answer ECONNRESET`,
    });
  });

  it('takes an answer that is no table answer for passing trouble', () => {
    const error = new RestError('not JSON', { code: 'PARSE_ERROR', statusCode: 200 });
    expect(tableError(error, DOING)).toMatchObject({ reason: 'unavailable' });
  });

  it('takes a managed identity that cannot be asked for passing trouble', () => {
    const error = Object.assign(new Error('endpoint unreachable'), { name: 'CredentialUnavailableError' });
    expect(tableError(error, DOING)).toMatchObject({ name: 'RetryableError', reason: 'unavailable' });
  });

  it('lets a bug through as it is', () => {
    const bug = new TypeError('x is not a function');
    expect(tableError(bug, DOING)).toBe(bug);
    expect(tableError('thrown text', DOING)).toBe('thrown text');
  });

  it('keeps the signature of an address out of the message', () => {
    const error = tableError(answer(500, 'InternalError'), DOING) as Error;
    expect(error.message).not.toContain('secret');
    expect(JSON.stringify(error)).not.toContain('secret');
  });
});

describe('isMissingRow', () => {
  it('tells a row that is not there from a table that is not there', () => {
    expect(isMissingRow(answer(404, 'ResourceNotFound'))).toBe(true);
    expect(isMissingRow(answer(404, 'TableNotFound'))).toBe(false);
    expect(isMissingRow(new Error('404 ResourceNotFound'))).toBe(false);
  });
});
