import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createPipelineFromOptions,
  createPipelineRequest,
} from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/core-auth';
import { z, type ZodType } from 'zod';
import { ApiError } from '../../api-error';

/** Lists resources of one resource group, with the person's own sign-in. Reads only. */
export interface AzureReads {
  /** All items under `path`, below the resource group or absolute. Throws ApiError with status and path. */
  list<T>(path: string, apiVersion: string, item: ZodType<T>): Promise<T[]>;
}

const TIME_LIMIT_MS = 30_000;

/** {@link AzureReads} over Azure Resource Manager; `group` is `/subscriptions/{id}/resourceGroups/{name}`. */
export function azureReads(endpoint: string, group: string, credential: TokenCredential): AzureReads {
  const pipeline = createPipelineFromOptions({ retryOptions: { maxRetries: 2 } });
  const scopes = 'https://management.azure.com/.default';
  pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes }));
  const client = createDefaultHttpClient();
  const get = async (url: string): Promise<unknown> => {
    const request = createPipelineRequest({ url, timeout: TIME_LIMIT_MS });
    const { status, bodyAsText } = await pipeline.sendRequest(client, request);
    if (status !== 200) {
      const path = new URL(url).pathname;
      throw new ApiError(
        `GET ${path} was answered ${status}${status === 403 ? ': the role Reader is needed' : ''}`,
      );
    }
    return JSON.parse(bodyAsText ?? 'null') as unknown;
  };
  return {
    list: async (path, apiVersion, item) => {
      const page = z.object({ value: z.array(item), nextLink: z.string().nullish() });
      const root = path.startsWith('/subscriptions/') ? '' : group;
      let url: string | null = `${endpoint}${root}${path}?api-version=${apiVersion}`;
      const all = [];
      while (url !== null) {
        const { value, nextLink } = page.parse(await get(url));
        all.push(...value);
        url = nextLink ?? null;
        if (url !== null && new URL(url).origin !== new URL(endpoint).origin)
          throw new ApiError(`The next page of ${path} is said to lie elsewhere: it is not followed`);
      }
      return all;
    },
  };
}
