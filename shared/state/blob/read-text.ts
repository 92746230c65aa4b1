import type { ContainerClient } from '@azure/storage-blob';
import { blobError, blobErrorCode } from './blob-error';

/** The text of a blob, UTF-8; undefined = there is none of that name. Throws as {@link blobError} says. */
export async function readText(container: ContainerClient, name: string): Promise<string | undefined> {
  try {
    return (await container.getBlobClient(name).downloadToBuffer()).toString('utf8');
  } catch (error) {
    if (blobErrorCode(error) === 'BlobNotFound') return undefined;
    throw blobError(error, `Blob storage did not read ${container.containerName}/${name}`);
  }
}
