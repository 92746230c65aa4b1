import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

const VERSION = '0.47.16';
const PACKAGE = 'azure.bicep.commandline.linux-x64';
const CACHE = join(__dirname, '../../.local/bicep');
const CACHED = join(CACHE, PACKAGE, VERSION, 'tools/bicep');
const RESTORE_LIMIT_MS = 120_000;

export interface BicepAnswer {
  status: number | null;
  /** Both streams, trimmed: the command's warnings go to either. */
  text: string;
}

/** Runs the Bicep CLI with `args`. */
export type Bicep = (...args: string[]) => BicepAnswer;

/**
 * The Bicep CLI: from an earlier run, from the PATH, of the Azure CLI, or restored as a package by `dotnet`; undefined where none is to be
 * had. Looks once; restoring may take a minute the first time.
 */
export function findBicep(): Bicep | undefined {
  const found = [CACHED, 'bicep', join(homedir(), '.azure/bin/bicep')].find(answers);
  if (found !== undefined) return runner(found);
  restore();
  return answers(CACHED) ? runner(CACHED) : undefined;
}

const answers = (command: string): boolean => spawnSync(command, ['--version']).status === 0;

const runner =
  (command: string): Bicep =>
  (...args) => {
    const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
    return { status, text: `${stdout}${stderr}`.trim() };
  };

/** A project that only downloads the package; whether that worked is seen by whether the file is there. */
function restore(): void {
  const folder = mkdtempSync(join(tmpdir(), 'bicep-'));
  const project = join(folder, 'bicep.csproj');
  writeFileSync(
    project,
    `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net8.0</TargetFramework>
<DisableImplicitFrameworkReferences>true</DisableImplicitFrameworkReferences></PropertyGroup>
<ItemGroup><PackageDownload Include="Azure.Bicep.CommandLine.linux-x64" Version="[${VERSION}]" /></ItemGroup></Project>`,
  );
  spawnSync('dotnet', ['restore', '--packages', CACHE, project], { timeout: RESTORE_LIMIT_MS });
  rmSync(folder, { recursive: true, force: true });
  if (!existsSync(CACHED)) {
    process.stderr.write(
      `SKIPPED: no Bicep CLI on the PATH, of the Azure CLI or by dotnet restore, so infra/ is not compiled here.\n`,
    );
  }
}
