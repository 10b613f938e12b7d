import { MailError } from '../../base/errors.ts';
import type { Handlers } from '../../contract/serve.ts';
import type { Calls } from '../../contract/table.ts';
import { submitDraft } from '../../outbox/submit.ts';
import { dropUnusedUploads } from '../../outbox/uploads.ts';
import { outboxRow, type Vault } from '../../vault/index.ts';
import type { Parts } from './parts.ts';

type WritingCalls = Pick<
  Handlers<Calls>,
  | 'upload.begin'
  | 'upload.chunk'
  | 'upload.end'
  | 'upload.fromMessage'
  | 'drafts.save'
  | 'drafts.remove'
  | 'outbox.submit'
  | 'outbox.list'
  | 'outbox.retry'
  | 'outbox.cancel'
>;

export function writingCalls({ vault, bodies, outbox, now }: Parts): WritingCalls {
  return {
    'upload.begin': ({ name, type }) => ({ id: vault.write(() => vault.uploads.begin(name, type)) }),
    async 'upload.chunk'({ id, bytes }) {
      if (vault.uploads.get(id).complete) throw closed(id);
      await orDropped(vault, id, () => vault.files.appendUpload(id, bytes));
      return {};
    },
    async 'upload.end'({ id }) {
      vault.uploads.get(id);
      const size = await vault.files.syncUpload(id);
      vault.write(() => vault.uploads.complete(id, size));
      return { size };
    },
    async 'upload.fromMessage'({ message, part }) {
      const located = await bodies.part(message, part);
      const type = located.type.split(';')[0] ?? located.type;
      const id = vault.write(() => vault.uploads.begin(located.name, type));
      await orDropped(vault, id, () => vault.files.copyToUpload(located.file, id));
      const size = await vault.files.syncUpload(id);
      vault.write(() => vault.uploads.complete(id, size));
      return { id, name: located.name, type, size };
    },

    'drafts.save': ({ id, draft }) => ({ id: vault.write(() => vault.drafts.save(id, draft)) }),
    async 'drafts.remove'({ id }) {
      const uploads = vault.drafts.find(id)?.attachments.map((each) => each.upload) ?? [];
      vault.write(() => vault.drafts.remove(id));
      await dropUnusedUploads(vault, uploads);
      return {};
    },

    async 'outbox.submit'({ draft, draftId }) {
      const result = await submitDraft(vault, vault.accounts.get(draft.account), draft, draftId, now());
      outbox.wake();
      return result;
    },
    'outbox.list': () => vault.outbox.list().map(outboxRow),
    'outbox.retry': ({ id }) => {
      const record = vault.outbox.get(id);
      if (record.state !== 'sent' && record.state !== 'sending') {
        const recipients = record.recipients.map((each) =>
          each.state === 'refused' ? { ...each, state: 'waiting' as const } : each,
        );
        vault.write(() =>
          vault.outbox.set(id, { ...record, recipients, state: 'queued', nextTry: now(), error: undefined }),
        );
        outbox.wake();
      }
      return {};
    },
    async 'outbox.cancel'({ id }) {
      const record = vault.outbox.get(id);
      if (record.state === 'sent' || record.state === 'sending') throw onItsWay(record.state);
      const draft = vault.write(() => {
        vault.outbox.remove(id);
        return vault.drafts.save(null, record.draft);
      });
      await vault.dropFiles([{ id: 0, file: record.file, parts: [] }]);
      return { draft };
    },
  };
}

/** Of a file that the disk did not take whole, nothing stays. */
async function orDropped<T>(vault: Vault, id: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    await dropUnusedUploads(vault, [id]);
    throw thrown;
  }
}

function closed(id: number): MailError {
  return new MailError({
    kind: 'bad-input',
    at: 'upload.chunk',
    reason: 'bad-value',
    advice: 'report',
    said: `upload ${id} is complete already`,
  });
}

function onItsWay(state: string): MailError {
  return new MailError({
    kind: 'bad-input',
    at: 'outbox.cancel',
    reason: 'bad-value',
    advice: 'check-input',
    said: `it is ${state} already`,
  });
}
