/** Mailing lists: who gets a copy, and in which way. */
import { useTranslation } from 'react-i18next';
import type { MailingList } from '../../../../src/contract/lab/world.ts';
import { Checkbox, RadioGroup, TextField } from '../../../components/index.ts';
import { useLocalized } from '../use-lab-words.ts';
import { EditList, listed } from './edit-list.tsx';
import type { WorldEditor } from './use-world.ts';

const toDraft = ({ address, title, owner, members, style, news }: MailingList) => ({
  address,
  en: title.en,
  ja: title.ja,
  owner,
  members: members.join('\n'),
  style: style as string,
  news: news ? 'yes' : '',
});
const blank = { address: '', en: '', ja: '', owner: '', members: '', style: 'modern', news: '' };

export function Lists({ world, save }: Readonly<WorldEditor>) {
  const { t } = useTranslation('labWorld');
  const localized = useLocalized();
  return (
    <EditList
      label={t('lists.label')}
      items={world.lists}
      nameOf={({ address }) => address}
      path={['lists']}
      fields={['address', 'title', 'owner', 'members']}
      toDraft={toDraft}
      fromDraft={({ address, en, ja, owner, members, style, news }) => ({
        address: address.trim(),
        title: { en, ja },
        owner: owner.trim(),
        members: listed(members),
        style,
        news: news !== '',
      })}
      blank={blank}
      add={t('lists.add')}
      onSave={(lists) => save({ ...world, lists })}
      row={(list) => (
        <div className="flex flex-col [overflow-wrap:anywhere] select-text">
          <span>
            {list.address} <span className="text-ink-soft">{localized(list.title)}</span>
          </span>
          <span className="text-small text-ink-soft">
            {t(`lists.${list.style}`)} · {t('lists.members', { count: list.members.length })}: {list.members.join(', ')}
          </span>
        </div>
      )}
      form={({ draft, change, error }) => (
        <>
          <TextField
            label={t('lists.address')}
            value={draft.address}
            onChange={(address) => change({ address })}
            error={error('address')}
            autoFocus
          />
          <div className="grid grid-cols-2 items-start gap-3">
            <TextField
              label={t('lists.titleEn')}
              value={draft.en}
              onChange={(en) => change({ en })}
              error={error('title')}
            />
            <TextField label={t('lists.titleJa')} value={draft.ja} onChange={(ja) => change({ ja })} />
          </div>
          <TextField
            label={t('lists.owner')}
            value={draft.owner}
            onChange={(owner) => change({ owner })}
            error={error('owner')}
            description={t('lists.ownerHelp')}
          />
          <TextField
            label={t('lists.memberAddresses')}
            lines={4}
            value={draft.members}
            onChange={(members) => change({ members })}
            error={error('members')}
            description={t('oneALine')}
          />
          <RadioGroup
            label={t('lists.style')}
            value={draft.style}
            onChange={(style) => change({ style })}
            options={[
              { value: 'modern', label: t('lists.modern'), help: t('lists.modernHelp') },
              { value: 'classic', label: t('lists.classic'), help: t('lists.classicHelp') },
            ]}
          />
          <Checkbox
            selected={draft.news !== ''}
            onChange={(on) => change({ news: on ? 'yes' : '' })}
            help={t('lists.newsHelp')}
          >
            {t('lists.news')}
          </Checkbox>
        </>
      )}
    />
  );
}
