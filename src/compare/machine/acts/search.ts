import type { Doing } from './act.ts';

export const search: Doing<'search'> = async ({ program }, { where, from, to, text }) => {
  const { found } = await program.engine.handlers['messages.search']({
    account: program.account,
    where,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(text === undefined ? {} : { text }),
  });
  return { found: [...new Set(found.flatMap(({ messageId }) => messageId ?? []))] };
};
