import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { sha256 } from '../../shared/domain/ids';

/** PowerShell's own parser, as its package has it; the SDK that can build against it. */
const VERSION = '7.6.9';
const FRAMEWORK = 'net10.0';
const SOURCE = join(__dirname, '../fixtures/powershell/powershell-parser.cs');
const BUILD_LIMIT_MS = 240_000;

const parsedScript = z.object({
  file: z.string(),
  errors: z.array(z.string()),
  /** Names of the script's parameters. */
  parameters: z.array(z.string()),
  /** Functions that end the script, and that print; '' = the script itself. */
  exitsIn: z.array(z.string()),
  outputsIn: z.array(z.string()),
  /** First argument of every Write-Report. */
  reported: z.array(z.string()),
  /** Names of what is reported always, and of what is added to it. */
  keys: z.array(z.string()),
  added: z.array(z.string()),
});
export type ParsedScript = z.output<typeof parsedScript>;

/**
 * Parses scripts with PowerShell's own parser, through a few lines of C# that are built once into .local/; undefined,
 * after saying so on stderr, where there is no .NET SDK that can.
 */
export function findPowerShellParser(): ((files: readonly string[]) => ParsedScript[]) | undefined {
  const folder = join(__dirname, '../../.local/powershell-parser', sha256(recipe()).slice(0, 12));
  const program = join(folder, 'out/powershell-parser.dll');
  if (!existsSync(program)) build(folder);
  if (!existsSync(program)) {
    process.stderr.write(
      'SKIPPED: no .NET SDK 10 that can build against System.Management.Automation, so no PowerShell script is parsed here.\n',
    );
    return undefined;
  }
  return (files) => {
    const { status, stdout, stderr } = spawnSync('dotnet', [program, ...files], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`The parser ended with ${String(status)}: ${stderr}`);
    return z.array(parsedScript).parse(JSON.parse(stdout));
  };
}

const project = `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>${FRAMEWORK}</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>disable</Nullable>
    <InvariantGlobalization>true</InvariantGlobalization>
  </PropertyGroup>
  <ItemGroup><PackageReference Include="System.Management.Automation" Version="${VERSION}" /></ItemGroup>
</Project>
`;
const recipe = () => project + readFileSync(SOURCE, 'utf8');

function build(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'powershell-parser.csproj'), project);
  copyFileSync(SOURCE, join(folder, 'powershell-parser.cs'));
  const args = ['build', folder, '-c', 'Release', '-o', join(folder, 'out'), '--nologo', '-v', 'quiet'];
  const packages = { NUGET_PACKAGES: join(folder, 'packages') };
  spawnSync('dotnet', args, { timeout: BUILD_LIMIT_MS, env: { ...process.env, ...packages } });
}
