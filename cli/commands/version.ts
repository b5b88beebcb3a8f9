import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { teach } from '../help.ts';
import type { Invocation } from '../invocation.ts';

const MANIFEST = new URL('../../package.json', import.meta.url);

export function addVersion(program: Command, invocation: Invocation): void {
  const command = program
    .command('version')
    .description('Prints the version of the application and of Node.')
    .option('--json', 'as one JSON document')
    .action(async ({ json }: { json?: boolean }) => {
      const manifest = JSON.parse(await readFile(MANIFEST, 'utf8')) as { name: string; version: string };
      const version = { name: manifest.name, version: manifest.version, node: process.versions.node };
      if (json) invocation.printJson(version);
      else invocation.print(`${version.name} ${version.version} (Node ${version.node})`);
    });
  teach(command, { examples: [['saga version --json', 'for a script']], endings: [[0, 'done']] });
}
