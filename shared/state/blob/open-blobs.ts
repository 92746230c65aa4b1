import type { TokenCredential } from '@azure/core-auth';
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import type { AuditAnchors } from '../audit-anchors';
import type { Documents } from '../documents';
import { blobAuditAnchors } from './blob-audit-anchors';
import { blobDocuments } from './blob-documents';
import { blobError } from './blob-error';

/** Where the blobs are: a storage account by its connection string, or by its blob end point and an identity. */
export type BlobAccount = { connectionString: string } | { url: string; credential: TokenCredential };

export interface StateBlobs {
  documents: Documents;
  anchors: AuditAnchors;
  /** Makes the containers that are missing. Safe to repeat. Throws as {@link blobError} says, naming the container. */
  ensure(): Promise<void>;
}

/** Frozen plans and evidence; audit heads, which a deployment keeps immutable (infra/modules/state-storage.bicep). */
const CONTAINERS = { documents: 'documents', anchors: 'audit-heads' } as const;

/** Blobs of the state. Sends nothing yet. The client's own retries are off: waiting is the caller's business. */
export function openBlobs(account: BlobAccount): StateBlobs {
  const service = serviceOf(account);
  const documents = service.getContainerClient(CONTAINERS.documents);
  const anchors = service.getContainerClient(CONTAINERS.anchors);
  return {
    documents: blobDocuments(documents),
    anchors: blobAuditAnchors(anchors),
    ensure: async () => {
      await Promise.all([documents, anchors].map(ensureContainer));
    },
  };
}

function serviceOf(account: BlobAccount): BlobServiceClient {
  const options = { retryOptions: { maxTries: 1 } };
  return 'connectionString' in account
    ? BlobServiceClient.fromConnectionString(account.connectionString, options)
    : new BlobServiceClient(account.url, account.credential, options);
}

async function ensureContainer(container: ContainerClient): Promise<void> {
  try {
    // A deployment makes them, and its identity may only look: ask before making.
    if (!(await container.exists())) await container.createIfNotExists();
  } catch (error) {
    throw blobError(error, `Blob storage did not make the container ${container.containerName}`);
  }
}
