import type { ContainerClient } from '@azure/storage-blob';
import { TerminalError } from '../../domain/codes';
import { sha256 } from '../../domain/ids';
import type { Documents } from '../documents';
import { blobError, isThereAlready } from './blob-error';
import { readText } from './read-text';

/** {@link Documents} in Azure Blob Storage: a blob is written once, and its hash is checked whenever it is read. */
export function blobDocuments(container: ContainerClient): Documents {
  return {
    put: async (text) => {
      const name = sha256(text);
      const blob = container.getBlockBlobClient(name);
      try {
        await blob.upload(text, Buffer.byteLength(text), {
          conditions: { ifNoneMatch: '*' },
          blobHTTPHeaders: { blobContentType: 'application/json; charset=utf-8' },
        });
      } catch (error) {
        if (!isThereAlready(error)) throw blobError(error, `Blob storage did not keep document ${name}`);
      }
      return name;
    },
    remove: async (name) => {
      try {
        await container.getBlockBlobClient(name).deleteIfExists();
      } catch (error) {
        throw blobError(error, `Blob storage did not remove document ${name}`);
      }
    },
    read: async (name) => {
      const text = await readText(container, name);
      if (text === undefined || sha256(text) === name) return text;
      throw new TerminalError(
        'rejected',
        `Document ${name} was changed after it was written: it is not used. Restore it from a backup.`,
      );
    },
  };
}
