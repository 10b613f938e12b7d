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
    const readers = [ben, chiyo, daichi, emi];
    const sent = await handOver(lab, {
      ...{ from: aiko, to: readers, subject: '日曜の庭 / Sunday in the garden' },
      text: 'I shall bring the narcissus. Who brings the matches?\n\n愛子',
    });
    await stage.quiet();
    const handed = stage.of('connected', ({ protocol }) => protocol === 'submission').length;
    const hops = stage.of('connected', ({ protocol }) => protocol === 'smtp');
    const stored = stage.of('stored', ({ mailbox }) => mailbox === 'INBOX');
    stage.step({
      title: { en: 'One envelope, four names', ja: '封筒は一つ、宛名は四つ' },
      narration: {
        en: `Aiko writes to ${many(readers.length, 'person', 'people')}. Her program hands the letter over ${handed === 1 ? 'once' : many(handed, 'time')}, with ${readers.length} RCPT TO in one envelope. The server sorts the names by the next machine on their way; one it can serve itself, for the others it made connections, and each got one copy of the letter (${many(hops.length, 'connection')}, also counting the hops in between). In the end ${many(stored.length, 'copy', 'copies')} of ${n(sent.size)} octets and some postmarks lie in ${many(stored.length, 'spool')}: on the way one, at the goal many.`,
        ja: `愛子さんは${readers.length}人に宛てて書きました。メールソフトが渡すのは${handed}回だけで、一つのエンベロープにRCPT TOが${readers.length}つ並びます。サーバーは宛名を「次に渡す機械」ごとにまとめます。一人は自分のところの人なのでその場で配達し、ほかの人へは相手の機械ごとに接続して、それぞれ一通だけ渡しました（途中の中継も含めて接続は${n(hops.length)}回）。最後には、${n(sent.size)} オクテットに消印を加えたものが${n(stored.length)}通、${n(stored.length)}人のスプールにあります。道の途中では一通、着いた先では人数分です。`,
      },
      facts: [
        fact('recipients', 'recipients', '宛先の数', readers.length),
        fact('handed', 'times handed over', '渡した回数', handed),
        fact('connections', 'connections between servers', 'サーバー間の接続', hops.length),
        fact('copies', 'copies in spools', 'スプールの部数', stored.length),
      ],
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
        en: `A mailing list is an alias that many can write to: one writes to ${classic}, everybody on it gets a copy, here ${many(classicLook.copies, 'copy', 'copies')}. In the old style the list changes nothing; the envelope still names the writer, <${classicLook.reversePath}>. That is honest and simple, but when one member's mailbox is full, the report comes to the writer, who does not even know that member.`,
        ja: `メーリングリストは、大勢に届く別名です。${classic} に書くと全員に写しが配られます。ここでは${n(classicLook.copies)}通でした。昔ながらのやり方では、リストは何も書き換えません。エンベロープの差出人も書いた人 <${classicLook.reversePath}> のままです。素直で単純ですが、会員の誰かの受信箱がいっぱいだと、その知らせは、その人を知りもしない書き手のところへ戻ってしまいます。`,
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
        ja: `同じ手紙を ${modern} にも送りました。このリストはエンベロープの差出人を自分自身 <${modernLook.reversePath}> にします。配達の失敗がリストの世話人に知らされるようにするためです。さらに、メールソフトが振り分けに使える名札（List-Id: ${modernLook.listId}）と、退会の方法（List-Unsubscribe）を加えます。Fromと本文は書いた人のままです。会員に${n(modernLook.copies)}通、そして誰でも読める公開フォルダー #news/tea に${n(modernLook.news)}通入りました。`,
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
      ja: `あなたが渡すのは一通だけで、道が分かれるところで初めて写しが作られます。ここでは、名指しした${n(readers.length)}人に${n(stored.length)}通、誰が会員かを知らなくてもよいリストで${n(modernLook.copies)}通になりました。`,
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
