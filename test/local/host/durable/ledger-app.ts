/**
 * The app of the kill test, as a file of its own: every activity leaves a line before and after its work, so that what was
 * run, and how often, can be read when the process is gone.
 */
export const LEDGER_APP = `
const { appendFileSync } = require('node:fs');
const df = require('durable-functions');
const note = (line) => appendFileSync(process.env.LEDGER, line + '\\n');
df.app.activity('step', {
  handler: async ({ id, step }) => {
    note('begin ' + id + ' ' + step);
    await new Promise((resolve) => setTimeout(resolve, 5));
    note('end ' + id + ' ' + step);
    return step;
  },
});
df.app.orchestration('ledger', function* (context) {
  const id = context.df.instanceId;
  const steps = [];
  for (let step = 0; step < 3; step += 1) steps.push(yield context.df.callActivity('step', { id, step }));
  const answer = yield context.df.waitForExternalEvent('Go');
  yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 30));
  for (let step = 3; step < 5; step += 1) steps.push(yield context.df.callActivity('step', { id, step }));
  return { steps, answer };
});
`;
