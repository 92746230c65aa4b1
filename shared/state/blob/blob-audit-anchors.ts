import type { ContainerClient } from '@azure/storage-blob';
import { auditHeadSchema, type AuditHead } from '../../domain/audit-entry';
import type { AuditAnchors } from '../audit-anchors';
import { blobError, isThereAlready } from './blob-error';
import { readText } from './read-text';

/** Names sort as their sequence numbers do. */
const nameOf = (seq: number): string => `head-${String(seq).padStart(10, '0')}.json`;

/**
 * {@link AuditAnchors} in Azure Blob Storage: one blob for each head, written once. The container's immutability
 * policy, once locked, lets nobody change or remove one before its time.
 */
export function blobAuditAnchors(container: ContainerClient): AuditAnchors {
  return {
    record: async (head) => {
      const text = JSON.stringify(head);
      const blob = container.getBlockBlobClient(nameOf(head.seq));
      try {
        await blob.upload(text, Buffer.byteLength(text), { conditions: { ifNoneMatch: '*' } });
      } catch (error) {
        if (!isThereAlready(error))
          throw blobError(error, `Blob storage did not keep the audit head ${head.seq}`);
      }
    },
    list: async () => {
      const heads: AuditHead[] = [];
      for (const name of await namesIn(container)) {
        const text = await readText(container, name);
        if (text !== undefined) heads.push(auditHeadSchema.parse(JSON.parse(text)));
      }
      return heads;
    },
  };
}

async function namesIn(container: ContainerClient): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const { name } of container.listBlobsFlat({ prefix: 'head-' })) names.push(name);
  } catch (error) {
    throw blobError(error, 'Blob storage did not list the audit heads');
  }
  return names;
}
