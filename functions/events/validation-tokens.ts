import { jwtVerify, type JWTVerifyGetKey } from 'jose';
import type { TenantId } from '../../shared/domain/ids';

/** Microsoft Graph Change Tracking (Change notifications that include resource data). */
const CHANGE_TRACKING_APP = '0bf30f3b-4a52-48df-9a82-234910c4a086';

/** How the tokens that may come with a delivery are checked. */
export interface ValidationTokenCheck {
  keys: JWTVerifyGetKey;
  /** Our app id, the audience of such a token; null = it is not configured, and a token is refused. */
  appId: string | null;
  tenantId: TenantId;
}

/**
 * Whether all tokens of a delivery are Graph's, for us and in time. They come with resource data only, which users
 * and groups do not have; where they come all the same they must be right. v1 tokens name Graph in `appid`, v2 in
 * `azp` (the latter INFERRED).
 */
export async function areValidationTokensValid(
  tokens: readonly string[],
  { keys, appId, tenantId }: ValidationTokenCheck,
): Promise<boolean> {
  if (appId === null) return tokens.length === 0;
  for (const token of tokens) {
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: [
          `https://sts.windows.net/${tenantId}/`,
          `https://login.microsoftonline.com/${tenantId}/v2.0`,
        ],
        audience: appId,
        algorithms: ['RS256'],
        clockTolerance: 60,
        requiredClaims: ['exp'],
      });
      if ((payload['appid'] ?? payload['azp']) !== CHANGE_TRACKING_APP) return false;
    } catch {
      // Not signed by the tenant's keys, not for us, or out of time: the caller says so.
      return false;
    }
  }
  return true;
}
