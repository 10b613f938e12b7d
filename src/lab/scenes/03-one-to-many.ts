/** One letter, many readers: transactions by next hop, aliases, and the mailing list in its two styles. RFC 5321 §3.9, RFC 2919. */
import { handOver } from './clients/mua.ts';
import { aiko, ben, chiyo, daichi, emi } from './people.ts';
import type { Scene } from './scene.ts';
import { fact, field, many, n } from './stage.ts';

const modern = 'tea@sora.test';
const classic = 'old-tea@sora.test';

export const oneToMany: Scene = {
  info: {
    number: 3,
    name: 'one-to-many',
    title: { en: 'One mail to many, and the mailing list', ja: '一通を大勢へ、そしてメーリングリスト' },
    question: {
      en: 'When I write to several people, how many mails are there?',
      ja: '何人かに宛てて書くと、メールは何通になるのでしょうか。',
    },
  },
  async play(stage) {
    const { lab } = stage;
    const readers = [aiko, ben, daichi, emi];
    const sent = await handOver(lab, {
      ...{ from: chiyo, to: readers, subject: '日曜の庭 / Sunday in the garden' },
      text: 'I shall bring the persimmons. Who brings the matches?\n\n千代',
    });
    await stage.quiet();
    const handed = stage.of('connected', ({ protocol }) => protocol === 'submission').length;
    const hops = stage.of('connected', ({ protocol }) => protocol === 'smtp');
    const shared = hops.find(({ host }) => host === 'mx1.hana.test');
    const named = stage.said(shared?.connection, 'C').match(/^RCPT TO:/gim)?.length ?? 0;
    const stored = stage.of('stored', ({ mailbox }) => mailbox === 'INBOX');
    stage.step({
      title: { en: 'One envelope, four names', ja: '封筒は一つ、宛名は四つ' },
      narration: {
        en: `Chiyo writes to ${many(readers.length, 'person', 'people')}. Her program hands the letter over ${handed === 1 ? 'once' : many(handed, 'time')}, with ${readers.length} RCPT TO (for whom it is) in one envelope. The server sorts the names by the machine that is next on their way, and calls each of these once: ${many(hops.length, 'connection')}. Aiko and Ben are looked after by the same one, mx1.hana.test; it got the letter a single time, with ${many(named, 'RCPT TO', 'RCPT TO')}, and made the copies itself. In the end ${many(stored.length, 'copy', 'copies')} of ${n(sent.size)} octets (and some postmarks) lie in ${many(stored.length, 'spool')}, the places where mail waits for its readers: one on each way, many only at the goal.`,
        ja: `千代さんは${readers.length}人に宛てて書きました。メールソフトが渡すのは${handed}回だけで、一つのエンベロープ（封筒）にRCPT TO（宛先）が${readers.length}つ並びます。サーバーは宛名を「次に渡す機械」ごとにまとめ、それぞれに一度だけ接続しました（${n(hops.length)}回）。愛子さんとベンさんの受け持ちは同じ mx1.hana.test です。そこへは手紙を一通だけ、RCPT TOを${n(named)}つ付けて渡し、写しは mx1.hana.test が作りました。最後には、${n(sent.size)} オクテットに消印を加えたものが${n(stored.length)}通、${n(stored.length)}人のスプール（読まれるのを待つ場所）にあります。道の途中では一通、着いた先で初めて人数分になります。`,
      },
      facts: [
        fact('recipients', 'recipients', '宛先の数', readers.length),
        fact('handed', 'times handed over', '渡した回数', handed),
        fact('connections', 'connections between servers', 'サーバー間の接続', hops.length),
        fact('named', 'recipients named to mx1.hana.test', 'mx1.hana.test に告げた宛先', named),
        fact('copies', 'copies in spools', 'スプールの部数', stored.length),
      ],
      first: ({ connection }) => connection === shared?.connection,
    });

    await handOver(lab, {
      ...{ from: chiyo, to: ['info@hana.test'], subject: '教室の花' },
      text: '十二月の教室の花をお願いしたく、ご連絡しました。\n\n千代',
    });
    await stage.quiet();
    const aliases = stage.of('routed', ({ decision }) => decision === 'alias');
    const reached = stage.of('stored', ({ mailbox }) => mailbox === 'INBOX').map(({ user }) => user);
    const way = aliases.map(({ recipient, to }) => `${recipient} → ${to.join(', ')}`);
    stage.step({
      title: { en: 'An address that is nobody', ja: '誰でもないアドレス' },
      narration: {
        en: `info@hana.test is no person but an alias, another name. When mail comes for it, the server crosses the name out, writes the new ones on the envelope and starts over with each of them: ${way.join('; then ')}. ${many(aliases.length, 'step')} later it has reached ${reached.join(' and ')}. A server remembers the names that it has been through, so that a circle of aliases comes to an end.`,
        ja: `info@hana.test は人ではなく、別名（エイリアス）です。ここに宛てたメールが来ると、サーバーは封筒の宛名を消して新しい宛名を書き、それぞれについて初めからやり直します。${way.join('、次に ')}。${n(aliases.length)}段で ${reached.join(' と ')} に届きました。サーバーはたどった名前を覚えているので、別名が輪になっていても必ず終わります。`,
      },
      facts: [
        fact('aliases', 'aliases followed', 'たどった別名', aliases.length),
        fact('copies', 'copies in spools', 'スプールの部数', reached.length),
      ],
    });

    const classicLook = await listed(classic);
    stage.step({
      title: { en: 'A list, as lists once were', ja: '昔ながらのメーリングリスト' },
      narration: {
        en: `A mailing list is an address for a whole group: Daichi writes to ${classic}, everybody on it gets a copy, here ${many(classicLook.copies, 'copy', 'copies')}. In the old style the list changes nothing in the letter; the envelope still names the writer as its sender, <${classicLook.reversePath}>. That is simple, but when one member's mailbox is full, the report comes to the writer, who may not even know that member.`,
        ja: `メーリングリストは、仲間全員のためのアドレスです。大地さんが ${classic} に書くと、参加者全員に写しが配られます。ここでは${n(classicLook.copies)}通でした。昔ながらのやり方では、リストは手紙を何も書き換えません。エンベロープの差出人も書いた人 <${classicLook.reversePath}> のままです。単純ですが、参加者の誰かの受信箱がいっぱいだと、その知らせは、その人を知らないかもしれない書き手のところへ戻ってしまいます。`,
      },
      facts: [
        fact('copies', 'copies', '写しの数', classicLook.copies),
        fact('reversePath', 'envelope sender', 'エンベロープの差出人', classicLook.reversePath),
        fact('listId', 'List-Id', 'List-Id', classicLook.listId || '–'),
      ],
    });

    const modernLook = await listed(modern);
    stage.step({
      title: { en: 'A list today', ja: '今のメーリングリスト' },
      narration: {
        en: `The same letter to ${modern}. This list puts itself on the envelope as the sender, <${modernLook.reversePath}>, so that failures come to those who keep the list. It adds a name by which programs can sort (List-Id: ${modernLook.listId}) and a way out (List-Unsubscribe). From and text stay the writer's. ${many(modernLook.copies, 'copy', 'copies')} went to members, and ${modernLook.news === 0 ? 'none' : n(modernLook.news)} into the public folder #news/tea, which everybody can read in place.`,
        ja: `同じ手紙を ${modern} にも送りました。このリストはエンベロープの差出人を自分自身 <${modernLook.reversePath}> にします。配達の失敗がリストの世話人に知らされるようにするためです。さらに、メールソフトが振り分けに使える名札（List-Id: ${modernLook.listId}）と、退会の方法（List-Unsubscribe）を加えます。Fromと本文は書いた人のままです。参加者に${n(modernLook.copies)}通、そして誰でも読める公開フォルダー #news/tea に${n(modernLook.news)}通入りました。`,
      },
      facts: [
        fact('copies', 'copies', '写しの数', modernLook.copies),
        fact('news', 'in the public folder', '公開フォルダー', modernLook.news),
        fact('reversePath', 'envelope sender', 'エンベロープの差出人', modernLook.reversePath),
        fact('listId', 'List-Id', 'List-Id', modernLook.listId),
      ],
    });
    return {
      en: `You hand over one; it is copied only where the ways part: here 1 became ${many(stored.length, 'copy', 'copies')} for ${many(readers.length, 'person', 'people')} you named, and ${modernLook.copies} by a list whose members you need not even know.`,
      ja: `あなたが渡すのは一通だけで、道が分かれるところで初めて写しが作られます。ここでは、名指しした${n(readers.length)}人に${n(stored.length)}通、参加者が誰かを知らなくてもよいリストで${n(modernLook.copies)}通になりました。`,
    };

    async function listed(list: string) {
      await handOver(lab, {
        ...{ from: daichi, to: [list], subject: 'Matches' },
        text: 'I have matches. 四十一本あります。\n\nDaichi',
      });
      await stage.quiet();
      const inboxes = stage.of('stored', ({ mailbox }) => mailbox === 'INBOX');
      const news = stage.of('stored', ({ user }) => user === '').length;
      const copy = await stage.newest(chiyo);
      return {
        copies: inboxes.length,
        news,
        reversePath: field(copy, 'Return-Path').replace(/^<|>$/g, ''),
        listId: field(copy, 'List-Id'),
      };
    }
  },
};
