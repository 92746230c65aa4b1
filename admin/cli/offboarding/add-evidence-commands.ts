import type { Command } from 'commander';
import {
  verifyBundle,
  type BundleVerdict,
  type EvidenceBundle,
} from '../../../shared/domain/evidence-bundle';
import { ApiError } from '../../api-error';
import { addCommand, jsonText } from '../add-command';
import type { CliContext } from '../cli-context';
import { EXIT } from '../exit-codes';
import { minuteText } from '../time-text';
import { wrapped } from '../wrapped';
import { readBundle, writeBundle } from './bundle-file';

/** `gatehouse partner offboard evidence` and `gatehouse verify`. */
export function addEvidenceCommands(program: Command, offboard: Command, context: CliContext): void {
  addCommand(offboard, {
    name: 'evidence <plan>',
    description: 'Everything that proves a plan’s run, signed, as one file.',
    examples: ['partner offboard evidence 6f1c2d3e-0000-4000-8000-000000000001 -o bundle.zip'],
  })
    .requiredOption('-o, --output <file>', 'where to write the zip')
    .action(async (plan: string, { output, json }: { output: string; json: boolean }) => {
      const path = `offboarding-plans/${encodeURIComponent(plan)}/evidence`;
      const bundle = await context.api().get<EvidenceBundle>(path);
      writeBundle(output, bundle);
      report(context, verifyBundle(bundle), json);
    });
  addCommand(program, {
    name: 'verify <bundle>',
    description:
      'Checks a bundle of evidence offline: signature, hashes, approval, audit chain, negative checks.',
    examples: ['verify bundle.zip', 'verify bundle.zip --key 9a0c…'],
  })
    .option('--key <fingerprint>', 'the key it must be signed by (audit list --action make-evidence-key)')
    .action((file: string, { key, json }: { key?: string; json: boolean }) => {
      const verdict = verifyBundle(bundleIn(file));
      const isTheirs = key === undefined || key === verdict.fingerprint;
      const findings = isTheirs ? verdict.findings : ['it is signed by another key', ...verdict.findings];
      report(context, { ...verdict, findings }, json);
    });
}

function bundleIn(file: string): EvidenceBundle {
  try {
    return readBundle(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ApiError(`${file} is no bundle of evidence: ${why}`);
  }
}

function report(context: CliContext, verdict: BundleVerdict, json: boolean): void {
  const isWell = verdict.findings.length === 0 && verdict.confirmations.every(({ bad }) => bad.length === 0);
  context.print(json ? jsonText({ isWell, ...verdict }) : verdictText(context, verdict));
  context.exitWith(isWell ? EXIT.well : EXIT.notWell);
}

function verdictText({ width, colours }: CliContext, verdict: BundleVerdict): string {
  const { about, findings, fingerprint, confirmations } = verdict;
  const of = about === null ? '' : ` of plan ${about.plan} (${about.partner}, ${minuteText(about.madeAt)})`;
  const head =
    findings.length === 0
      ? colours.green(`Whole: the evidence${of} is as it was signed.`)
      : colours.red(`BROKEN: the evidence${of} is not what it says:`);
  const lines = [
    ...findings.map((finding) => `- ${finding}`),
    `Signed by key ${fingerprint}. That it is your installation's key, only its audit says: gatehouse audit list --action make-evidence-key`,
    `${confirmations.length} of 3 negative checks are in it.`,
    ...confirmations.flatMap(({ at, bad }) => bad.map((one) => `NOT GOOD at ${minuteText(at)}: ${one}`)),
  ];
  return [head, ...lines.map((line) => wrapped(line, width, '  '))].join('\n');
}
