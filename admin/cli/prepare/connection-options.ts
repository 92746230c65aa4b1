import { Option, type Command } from 'commander';

/** Where Microsoft Graph and Azure are; the public cloud unless told. */
export function withConnectionOptions(command: Command, env: NodeJS.ProcessEnv): Command {
  return command
    .addOption(
      new Option('--graph-url <url>', 'Microsoft Graph of this cloud').default(
        env['GATEHOUSE_GRAPH_URL'] ?? 'https://graph.microsoft.com',
      ),
    )
    .addOption(
      new Option('--arm-url <url>', 'Azure Resource Manager of this cloud').default(
        env['GATEHOUSE_ARM_URL'] ?? 'https://management.azure.com',
      ),
    );
}
