import {
  AzureCliCredential,
  DefaultAzureCredential,
  DeviceCodeCredential,
  InteractiveBrowserCredential,
  type TokenCredential,
} from '@azure/identity';
import { ApiError } from '../api-error';

/** How a person signs in. `default`: whatever the machine offers, az login included. */
export const SIGN_INS = ['default', 'azure-cli', 'browser', 'device-code'] as const;
export type SignIn = (typeof SIGN_INS)[number];

export interface SignInSettings {
  /** A token that somebody got already; used as it is. */
  token: string | undefined;
  /** Audience of the admin API, for example `api://gatehouse`. */
  audience: string;
  signIn: SignIn;
  tenantId: string | undefined;
  /** The application people sign in through; needed for browser and device code. */
  clientId: string | undefined;
}

/** Gives access tokens for the admin API; asks for one only when it is first needed. */
export function tokenSource(settings: SignInSettings): () => Promise<string> {
  const { token, audience } = settings;
  if (token !== undefined) return () => Promise.resolve(token);
  let credential: TokenCredential | undefined;
  return async () => {
    credential ??= credentialOf(settings);
    try {
      const found = await credential.getToken(`${audience}/.default`);
      if (found !== null) return found.token;
    } catch (error) {
      throw new ApiError(
        `Nobody is signed in for ${audience} (${error instanceof Error ? error.name : 'no reason given'}). Run "az login", choose another --sign-in, or put a token into GATEHOUSE_TOKEN.`,
      );
    }
    throw new ApiError(`The sign-in gave no token for ${audience}`);
  };
}

/** Tokens that somebody got already, for what commands that prepare speak to; used as they are. */
export interface OperatorTokens {
  graph: string | undefined;
  arm: string | undefined;
}

/** The person's own credential, for commands that prepare. */
export function operatorCredential(
  settings: Pick<SignInSettings, 'signIn' | 'tenantId' | 'clientId'>,
  tokens: OperatorTokens,
): TokenCredential {
  let credential: TokenCredential | undefined;
  return {
    getToken: (scopes, options) => {
      const token = [scopes].flat().some((scope) => scope.includes('graph')) ? tokens.graph : tokens.arm;
      if (token !== undefined) return Promise.resolve({ token, expiresOnTimestamp: Date.now() + 600_000 });
      credential ??= credentialOf(settings);
      return credential.getToken(scopes, options);
    },
  };
}

function credentialOf({
  signIn,
  tenantId,
  clientId,
}: Pick<SignInSettings, 'signIn' | 'tenantId' | 'clientId'>): TokenCredential {
  const options = { ...(tenantId && { tenantId }), ...(clientId && { clientId }) };
  switch (signIn) {
    case 'default':
      return new DefaultAzureCredential(tenantId === undefined ? {} : { tenantId });
    case 'azure-cli':
      return new AzureCliCredential(tenantId === undefined ? {} : { tenantId });
    case 'browser':
      return new InteractiveBrowserCredential(options);
    case 'device-code':
      return new DeviceCodeCredential({
        ...options,
        userPromptCallback: ({ message }) => console.error(message),
      });
  }
}
