import { z } from 'zod';

/** What is to go wrong with notices on purpose; all of it documented as possible. */
export const deliverySettingsInput = z.strictObject({
  paused: z.boolean().optional().describe('keep notices back; they are delivered later'),
  delayMs: z.number().int().nonnegative().optional().describe('how late a notice is sent'),
  delaySpreadMs: z.number().int().nonnegative().optional().describe('up to so much later still, by chance'),
  lossProbability: z.number().min(0).max(1).optional(),
  duplicateProbability: z.number().min(0).max(1).optional(),
  shuffle: z.boolean().optional().describe('do not keep the order'),
  itemsPerPost: z.number().int().min(1).max(1000).optional(),
});

export type DeliverySettings = {
  [K in keyof Required<z.output<typeof deliverySettingsInput>>]: NonNullable<
    z.output<typeof deliverySettingsInput>[K]
  >;
};

export const usualDelivery: DeliverySettings = {
  paused: false,
  delayMs: 0,
  delaySpreadMs: 0,
  lossProbability: 0,
  duplicateProbability: 0,
  shuffle: false,
  itemsPerPost: 20,
};
