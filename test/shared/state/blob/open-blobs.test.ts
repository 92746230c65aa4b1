import { BlobServiceClient } from '@azure/storage-blob';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sha256 } from '../../../../shared/domain/ids';
import type { AuditAnchors } from '../../../../shared/state/audit-anchors';
import { openBlobs, type StateBlobs } from '../../../../shared/state/blob/open-blobs';
import type { Documents } from '../../../../shared/state/documents';
import { memoryAuditAnchors } from '../../../../shared/state/memory/memory-audit-anchors';
import { memoryDocuments } from '../../../../shared/state/memory/memory-documents';
import { startAzuriteBlobs } from '../../../support/azurite';

let azurite: Awaited<ReturnType<typeof startAzuriteBlobs>>;
let blobs: StateBlobs;
beforeAll(async () => {
  azurite = await startAzuriteBlobs();
  blobs = openBlobs({ connectionString: azurite.connectionString });
  await blobs.ensure();
});
afterAll(() => azurite.stop());

describe.each<[string, () => Documents]>([
  ['in memory', memoryDocuments],
  ['in Blob Storage', () => blobs.documents],
])('documents %s', (_where, open) => {
  it('are named by their hash, kept once and given back as they were', async () => {
    const documents = open();
    const text = JSON.stringify({ ключ: 'ü'.repeat(200_000) });
    expect(await documents.put(text)).toBe(sha256(text));
    expect(await documents.put(text)).toBe(sha256(text));
    expect(await documents.read(sha256(text))).toBe(text);
    expect(await documents.read('0'.repeat(64))).toBeUndefined();
  });
});

describe.each<[string, () => AuditAnchors]>([
  ['in memory', memoryAuditAnchors],
  ['in Blob Storage', () => blobs.anchors],
])('audit heads %s', (_where, open) => {
  it('are kept once each, the first of a sequence number, and listed in order', async () => {
    const anchors = open();
    const at = '2026-11-25T10:00:00.000Z';
    await anchors.record({ seq: 12, hash: 'b', at });
    await anchors.record({ seq: 3, hash: 'a', at });
    await anchors.record({ seq: 12, hash: 'another', at });
    expect(await anchors.list()).toEqual([
      { seq: 3, hash: 'a', at },
      { seq: 12, hash: 'b', at },
    ]);
  });
});

describe('blob storage', () => {
  it('makes its containers once', async () => {
    await expect(blobs.ensure()).resolves.toBeUndefined();
  });

  it('refuses a document that somebody changed, naming it', async () => {
    const name = await blobs.documents.put('{"v":1}');
    const container = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient(
      'documents',
    );
    await container.getBlockBlobClient(name).upload('{"v":2}', 7);
    await expect(blobs.documents.read(name)).rejects.toMatchObject({
      code: 'rejected',
      message: expect.stringContaining(name),
    });
  });

  it('says that it is out of reach so that it is asked again', async () => {
    const nowhere = openBlobs({
      connectionString: azurite.connectionString.replace(/127\.0\.0\.1:\d+/, '127.0.0.1:9'),
    });
    await expect(nowhere.documents.read('0'.repeat(64))).rejects.toMatchObject({ reason: 'unavailable' });
  });
});
