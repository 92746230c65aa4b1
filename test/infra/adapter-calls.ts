import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const ADAPTERS = join(__dirname, '../../shared/clients/graph');

/**
 * Every call to Microsoft Graph that an adapter is written to make, as `GET /v1.0/users/{user}`. Read from the source, so that a call no
 * test happens to make is there too. Throws where a call's method or path is not told in so many words.
 */
export function adapterCalls(): string[] {
  const files = readdirSync(ADAPTERS).filter((name) => name.endsWith('.ts'));
  return [...new Set(files.flatMap(callsOf))].sort();
}

function callsOf(file: string): string[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(ADAPTERS, file), 'utf8'),
    ts.ScriptTarget.ES2022,
    true,
  );
  const constants = new Map<string, string>();
  const calls: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer !== undefined) {
      const text = literal(node.initializer);
      if (text !== undefined) constants.set(node.name.text, text);
    }
    if (ts.isObjectLiteralExpression(node) && fields(node).has('pathTemplate')) {
      const call = callOf(node, constants);
      if (call !== undefined) calls.push(call);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return calls;
}

function callOf(
  node: ts.ObjectLiteralExpression,
  constants: ReadonlyMap<string, string>,
): string | undefined {
  const found = fields(node);
  const read = (name: string): string | undefined => {
    const value = found.get(name);
    if (value === undefined) return undefined;
    return literal(value) ?? (ts.isIdentifier(value) ? constants.get(value.text) : undefined);
  };
  const told = [read('method'), read('pathTemplate')];
  // The connection counts what it sends under `authority`; that is no call of its own.
  if (found.has('authority')) return undefined;
  if (told.includes(undefined)) {
    throw new Error(
      `${node.getSourceFile().fileName} does not tell a call in so many words: ${node.getText()}`,
    );
  }
  return `${told[0] ?? ''} /${read('version') ?? 'v1.0'}${told[1] ?? ''}`;
}

function fields(node: ts.ObjectLiteralExpression): Map<string, ts.Expression> {
  const found = new Map<string, ts.Expression>();
  for (const property of node.properties) {
    if (ts.isPropertyAssignment(property)) found.set(property.name.getText(), property.initializer);
    if (ts.isShorthandPropertyAssignment(property)) found.set(property.name.text, property.name);
  }
  return found;
}

const literal = (node: ts.Expression): string | undefined =>
  ts.isStringLiteralLike(node) ? node.text : undefined;
