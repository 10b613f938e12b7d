import type { Vault } from '../vault/index.ts';

/**
 * Removes files that were handed over and that no draft names, and no mail in the outbox that may become a draft again. Without `ids`, of
 * all of them: right only while nobody is writing, as at the opening of a profile.
 */
export async function dropUnusedUploads(vault: Vault, ids: readonly number[] = vault.uploads.ids()): Promise<void> {
  const named = new Set<number>();
  const drafts = [
    ...vault.drafts.list(),
    ...vault.outbox.list().flatMap((each) => (each.state === 'sent' ? [] : each.draft)),
  ];
  for (const draft of drafts) for (const { upload } of draft.attachments) named.add(upload);
  const unused = ids.filter((id) => !named.has(id));
  if (unused.length === 0) return;
  vault.write(() => {
    for (const id of unused) vault.uploads.remove(id);
  });
  for (const id of unused) await vault.files.removeUpload(id);
}
