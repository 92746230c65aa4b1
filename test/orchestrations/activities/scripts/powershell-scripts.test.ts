import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { installReportSchema } from '../../../../shared/domain/install-report';
import { uninstallReportSchema } from '../../../../shared/domain/uninstall-report';
import { findPowerShellParser, type ParsedScript } from '../../../support/powershell-parser';

const SCRIPTS = join(__dirname, '../../../../orchestrations/activities/scripts');
const files = readdirSync(SCRIPTS).filter((name) => name.endsWith('.ps1'));
const SCHEMAS = {
  'install-client.ps1': installReportSchema,
  'uninstall-client.ps1': uninstallReportSchema,
};

const parse = findPowerShellParser();
const whereTheParserIs = parse === undefined ? describe.skip : describe;

whereTheParserIs('the PowerShell scripts', () => {
  const parsed = new Map<string, ParsedScript>();
  const script = (file: string): ParsedScript => {
    if (parsed.size === 0)
      for (const one of parse?.(files.map((name) => join(SCRIPTS, name))) ?? []) parsed.set(one.file, one);
    const found = parsed.get(file);
    if (found === undefined) throw new Error(`The parser said nothing of ${file}`);
    return found;
  };

  it.each(files)('%s is PowerShell, by the real parser', (file) => {
    expect(script(file).errors).toEqual([]);
  });

  it.each(files)('%s prints nothing but its report, and ends nowhere else', (file) => {
    const { exitsIn, outputsIn } = script(file);
    expect({ exitsIn, outputsIn }).toEqual({ exitsIn: ['Write-Report'], outputsIn: ['Write-Report'] });
  });

  it.each(Object.entries(SCHEMAS))('%s reports by its schema, and every outcome of it', (file, schema) => {
    const { keys, added, reported } = script(file);
    expect([...new Set([...keys, ...added])].sort()).toEqual(Object.keys(schema.shape).sort());
    const required = z.toJSONSchema(schema).required ?? [];
    expect(keys).toEqual(expect.arrayContaining(required));
    expect(reported.sort()).toEqual([...schema.shape.outcome.options].sort());
  });

  it('take no address that shows in what the platform keeps: it is a protected parameter', () => {
    expect(script('install-client.ps1').parameters).toEqual(['Version', 'InstallerUrl', 'Sha256']);
    expect(script('uninstall-client.ps1').parameters).toEqual(['InstallerUrl', 'Sha256']);
  });
});

describe('a schema for each script', () => {
  it('is there', () => {
    expect(files.sort()).toEqual(Object.keys(SCHEMAS).sort());
  });
});
