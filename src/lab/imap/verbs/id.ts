/** ID: programs tell each other their names. RFC 2971. */
import { writeNstring } from '../grammar/write.ts';
import { bad } from '../refusal.ts';
import { anytime, type Verb } from '../verb.ts';

export const id: Verb = {
  name: 'ID',
  states: anytime,
  async run(session, args) {
    args.sp();
    const told = new Map<string, string>();
    if (!args.take('NIL')) {
      const list = args.list(() => args.nstring());
      if (list.length % 2 !== 0 || list.length > 60) throw bad('ID has up to 30 pairs of names and values');
      for (let i = 0; i < list.length; i += 2) told.set((list[i] ?? '').toLowerCase(), list[i + 1] ?? '');
    }
    args.end();
    const machine = told.get('name');
    if (machine !== undefined && machine !== '') session.machine = machine.slice(0, 100);
    session.untagged(`ID ("name" "Tegami lab" "host" ${writeNstring(session.around.host)})`);
    return 'Nice to meet you';
  },
};
