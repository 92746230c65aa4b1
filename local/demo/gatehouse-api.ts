import type { RunningStack } from '../start/running-stack';
import { callJson, ApiError } from './json-api';
import { SAMPLE_POLICY } from './sample-policy';

/** A guest as the admin API shows it; the part the demo reads. */
export interface GuestView {
  id: string;
  state: string;
  told: string | null;
  reason: { code: string; message: string } | null;
  fix: string | null;
  desktop: { kind: string; host: string; name: string } | null;
  acceptedToReadySeconds: number | null;
  checks: { check: string; verdict: string; observed: string }[];
  timeline: { step: string; outcome: string; code: string | null }[];
}

/** The product's admin API, as its operators use it. */
export interface GatehouseApi {
  /** With word for guests, which the sample leaves out as the product does. */
  applySamplePolicy(): Promise<void>;
  /** Lets the timer that tells people tick now, as the Functions host lets an admin do. */
  tellPeople(): Promise<void>;
  /** undefined = not seen yet. */
  showGuest(id: string): Promise<GuestView | undefined>;
}

export function openGatehouseApi(stack: RunningStack, token: string): GatehouseApi {
  const url = (path: string) => `${stack.hostUrl}/api/${path}`;
  return {
    applySamplePolicy: async () => {
      const body = JSON.stringify({ ...SAMPLE_POLICY, notices: { guest: 'mail' } });
      const address = url(`partners/${SAMPLE_POLICY.partner}`);
      try {
        await callJson(address, token, { method: 'PUT', body, headers: { 'if-none-match': '*' } });
      } catch (error) {
        // A stack that ran before knows the partner already.
        if (!(error instanceof ApiError) || !error.message.includes(' 412')) throw error;
      }
    },
    tellPeople: async () => {
      const address = `${stack.hostUrl}/admin/functions/sendNotices`;
      await callJson(address, undefined, { method: 'POST', body: '{}' });
    },
    showGuest: async (id) => {
      try {
        return await callJson<GuestView>(url(`guests/${id}`), token);
      } catch (error) {
        if (error instanceof ApiError && error.message.includes(' 404')) return undefined;
        throw error;
      }
    },
  };
}
