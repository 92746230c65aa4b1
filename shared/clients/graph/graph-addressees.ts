import { z } from 'zod';
import { guestId } from '../../domain/ids';
import type { Addressees } from '../addressees';
import type { GraphConnection } from './connect-graph';
import { readBody } from './graph-answer';
import { isDirectoryAbsence } from './graph-failures';
import { userCall } from './user-call';

const person = z.object({ displayName: z.string().nullish(), preferredLanguage: z.string().nullish() });

/** {@link Addressees} over Microsoft Graph v1.0. Permission: User.Read.All. */
export function graphAddressees(graph: GraphConnection): Addressees {
  return {
    read: async (user) => {
      const answer = await graph.ask(userCall(guestId(user), 'displayName,preferredLanguage'));
      if (isDirectoryAbsence(answer)) return undefined;
      const { displayName, preferredLanguage } = readBody(answer, person);
      return { name: displayName ?? null, language: preferredLanguage ?? null };
    },
  };
}
