import type { TableClient } from '@azure/data-tables';
import { RetryableError } from '../../domain/codes';
import type { Versioned } from '../subjects';
import { fromRow, rowName, toRow, type RowKey, type RowShape, type StoredColumns } from './row-shape';
import { isMissingRow, tableError, tableErrorCode } from './table-error';

const REVISE_ATTEMPTS = 8;

/**
 * Rows of one shape in one table. Every write is conditional. `conflict` means that the row is not what the
 * caller took it for, and nothing else: whoever meets one reads again, since it also follows a write of one's
 * own whose answer was lost and that the client sent again. Everything else throws as {@link tableError} says.
 */
export class TableRows<T> {
  constructor(
    private readonly client: TableClient,
    private readonly shape: RowShape<T>,
  ) {}

  async read(key: RowKey): Promise<Versioned<T> | undefined> {
    try {
      return this.versioned(await this.client.getEntity<StoredColumns>(key.partitionKey, key.rowKey));
    } catch (error) {
      if (isMissingRow(error)) return undefined;
      throw this.failed('read', key, error);
    }
  }

  async insert(value: T): Promise<'written' | 'conflict'> {
    const row = toRow(this.shape, value);
    try {
      await this.client.createEntity(row);
      return 'written';
    } catch (error) {
      if (tableErrorCode(error) === 'EntityAlreadyExists') return 'conflict';
      throw this.failed('insert', row, error);
    }
  }

  /** Replaces the whole row. A row that is gone has no ETag either: `conflict`. */
  async replace(value: T, etag: string): Promise<'written' | 'conflict'> {
    const row = toRow(this.shape, value);
    try {
      await this.client.updateEntity(row, 'Replace', { etag });
      return 'written';
    } catch (error) {
      if (isMissingRow(error) || isChanged(error)) return 'conflict';
      throw this.failed('replace', row, error);
    }
  }

  /** Removes the row if it still has `etag`; one that is gone counts as removed. */
  async remove(key: RowKey, etag: string): Promise<'removed' | 'conflict'> {
    try {
      await this.client.deleteEntity(key.partitionKey, key.rowKey, { etag });
      return 'removed';
    } catch (error) {
      if (isMissingRow(error)) return 'removed';
      if (isChanged(error)) return 'conflict';
      throw this.failed('remove', key, error);
    }
  }

  /**
   * Inserts `fresh`, or replaces the row that is there by `next` of it. Tries again where somebody writes at
   * the same time, and gives up with RetryableError `unavailable` after 8 tries. Safe to repeat if `next` is.
   */
  async revise(fresh: T, next: (before: T) => T): Promise<void> {
    const key = this.shape.keyOf(fresh);
    for (let attempt = 1; attempt <= REVISE_ATTEMPTS; attempt += 1) {
      if ((await this.insert(fresh)) === 'written') return;
      const stored = await this.read(key);
      if (stored && (await this.replace(next(stored.value), stored.etag)) === 'written') return;
    }
    const name = rowName(this.shape.table, key);
    throw new RetryableError(
      'unavailable',
      `${name} changed under each of ${REVISE_ATTEMPTS} writes; try again`,
      1,
    );
  }

  /** The rows that fit an OData filter (empty = all), by key, a page for each request: `pageSize` rows, 1,000 at most. */
  async *pages(filter: string, pageSize = 1000): AsyncGenerator<Versioned<T>[]> {
    const queryOptions = filter === '' ? {} : { filter };
    const pages = this.client.listEntities<StoredColumns>({ queryOptions }).byPage({ maxPageSize: pageSize });
    try {
      for await (const page of pages) yield page.map((row) => this.versioned(row));
    } catch (error) {
      throw tableError(error, `Table storage did not list ${this.shape.table}`);
    }
  }

  /** All rows that fit an OData filter (empty = all), by key. */
  async list(filter = ''): Promise<Versioned<T>[]> {
    const rows: Versioned<T>[] = [];
    for await (const page of this.pages(filter)) rows.push(...page);
    return rows;
  }

  /** Removes rows that fit an OData filter, one page of `most` (1,000 at most); gives how many. What changes meanwhile stays. */
  async removePage(filter: string, most: number): Promise<number> {
    for await (const page of this.pages(filter, Math.min(most, 1000))) {
      const answers = await Promise.all(
        page.map(({ value, etag }) => this.remove(this.shape.keyOf(value), etag)),
      );
      return answers.filter((answer) => answer === 'removed').length;
    }
    return 0;
  }

  /** Removes every row that fits an OData filter; gives how many. */
  async removeAll(filter: string): Promise<number> {
    let removed = 0;
    for await (const page of this.pages(filter)) {
      const answers = await Promise.all(
        page.map(({ value, etag }) => this.remove(this.shape.keyOf(value), etag)),
      );
      removed += answers.filter((answer) => answer === 'removed').length;
    }
    return removed;
  }

  private versioned(row: StoredColumns & { etag: string }): Versioned<T> {
    return { value: fromRow(this.shape, row), etag: row.etag };
  }

  private failed(verb: string, key: RowKey, error: unknown): unknown {
    return tableError(error, `Table storage did not ${verb} ${rowName(this.shape.table, key)}`);
  }
}

function isChanged(error: unknown): boolean {
  return tableErrorCode(error) === 'UpdateConditionNotSatisfied';
}
