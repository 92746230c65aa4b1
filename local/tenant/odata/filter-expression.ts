import { badRequest } from '../core/api-error';
import { filterTokens, type FilterToken } from './filter-tokens';

export type FilterLiteral = string | number | boolean | null;
export type Comparison =
  'eq' | 'ne' | 'ge' | 'gt' | 'le' | 'lt' | 'in' | 'startswith' | 'endswith' | 'contains';

export type FilterExpression =
  | { kind: 'and' | 'or'; left: FilterExpression; right: FilterExpression }
  | { kind: 'not'; inner: FilterExpression }
  | { kind: 'compare'; property: string; comparison: Comparison; values: FilterLiteral[] }
  | { kind: 'any'; property: string; variable: string; inner: FilterExpression };

const OPERATORS = new Set(['eq', 'ne', 'ge', 'gt', 'le', 'lt']);
const FUNCTIONS = new Set(['startswith', 'endswith', 'contains']);

/** Parses the part of OData's `$filter` that the directory documents; 400 for everything else. */
export function parseFilter(text: string): FilterExpression {
  const parser = new FilterParser(text);
  return parser.whole();
}

class FilterParser {
  readonly #text: string;
  readonly #tokens: FilterToken[];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = filterTokens(text);
  }

  whole(): FilterExpression {
    const expression = this.#or();
    if (this.#at < this.#tokens.length) throw this.#wrong();
    return expression;
  }

  #or(): FilterExpression {
    let left = this.#and();
    while (this.#takeName('or')) left = { kind: 'or', left, right: this.#and() };
    return left;
  }

  #and(): FilterExpression {
    let left = this.#term();
    while (this.#takeName('and')) left = { kind: 'and', left, right: this.#term() };
    return left;
  }

  #term(): FilterExpression {
    if (this.#takeName('not')) return { kind: 'not', inner: this.#term() };
    if (this.#takeMark('(')) {
      const inner = this.#or();
      this.#mark(')');
      return inner;
    }
    const name = this.#name();
    if (FUNCTIONS.has(name.toLowerCase())) return this.#function(name.toLowerCase() as Comparison);
    if (name.endsWith('/any')) return this.#any(name.slice(0, -'/any'.length));
    return this.#comparison(name);
  }

  #function(comparison: Comparison): FilterExpression {
    this.#mark('(');
    const property = this.#name();
    this.#mark(',');
    const value = this.#literal();
    this.#mark(')');
    return { kind: 'compare', property, comparison, values: [value] };
  }

  #any(property: string): FilterExpression {
    this.#mark('(');
    const variable = this.#name();
    this.#mark(':');
    const inner = this.#or();
    this.#mark(')');
    return { kind: 'any', property, variable, inner };
  }

  #comparison(property: string): FilterExpression {
    const operator = this.#name();
    if (operator === 'in') return { kind: 'compare', property, comparison: 'in', values: this.#list() };
    if (!OPERATORS.has(operator)) throw this.#wrong();
    return { kind: 'compare', property, comparison: operator as Comparison, values: [this.#literal()] };
  }

  #list(): FilterLiteral[] {
    this.#mark('(');
    const values = [this.#literal()];
    while (this.#takeMark(',')) values.push(this.#literal());
    this.#mark(')');
    return values;
  }

  #literal(): FilterLiteral {
    const token = this.#tokens[this.#at];
    if (token?.value === undefined) throw this.#wrong();
    this.#at += 1;
    return token.value;
  }

  #name(): string {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'name') throw this.#wrong();
    this.#at += 1;
    return token.text;
  }

  #mark(text: string): void {
    if (!this.#takeMark(text)) throw this.#wrong();
  }

  #takeMark(text: string): boolean {
    return this.#take('mark', text);
  }

  #takeName(text: string): boolean {
    return this.#take('name', text);
  }

  #take(kind: FilterToken['kind'], text: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== kind || token.text !== text) return false;
    this.#at += 1;
    return true;
  }

  #wrong(): Error {
    const found = this.#tokens[this.#at]?.text ?? 'the end';
    return badRequest(`Invalid filter clause: found ${found} in '${this.#text}'.`, 'BadRequest');
  }
}
