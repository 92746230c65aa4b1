import { z } from 'zod';
import { isGuid } from './domain/ids';

/** A setting that lists object ids, separated by commas; in lower case. None is set where it is absent or empty. */
export const guidList = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((id) => id.trim().toLowerCase())
      .filter((id) => id !== ''),
  )
  .refine((ids) => ids.every(isGuid), 'must be object ids (GUIDs), separated by commas')
  .default([]);
