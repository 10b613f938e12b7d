/** 断られた理由を日本語で。何が起きたか、誰が何と言ったか、どうすればよいか、の順に書く。相手の言葉は「」で引用する。 */
import type { Reason } from '../../base/errors.ts';
import { commonName, firstNames, type Told, type Words } from './told.ts';

const server = (t: Told) => (t.host === null ? 'サーバー' : ` ${t.host} `).trimStart();
const place = (t: Told) => (t.port === null ? server(t) : `${server(t)}のポート ${t.port} `);
/** 文の終わり。相手の言葉があれば括弧の中に引用する。 */
const ending = (t: Told, words: string, who = 'サーバーの応答', then = '') =>
  (t.said === null ? `${words}。` : `${words}（${who}：「${t.said}」）。`) + then;
const sentence = (words: string) => `${words}。`;
const during = (t: Told) => (t.verb === null ? '' : `${t.verb} の途中で、`);
const day = (date: Date | null) =>
  date === null ? null : `${date.getUTCFullYear()}年${date.getUTCMonth() + 1}月${date.getUTCDate()}日`;

const protocolName = { imap: 'IMAP', pop3: 'POP3', smtp: 'SMTP' } as const;
const usualPorts = (t: Told) =>
  ({
    imap: 'IMAP では、最初から TLS なら 993、STARTTLS なら 143 を使うサーバーが多くあります。',
    pop3: 'POP3 では、最初から TLS なら 995、STARTTLS なら 110 を使うサーバーが多くあります。',
    smtp: '送信では、最初から TLS なら 465、STARTTLS なら 587 を使うサーバーが多くあります。',
    none: 'IMAP は 993、POP3 は 995、送信は 465 か 587 を使うサーバーが多くあります。',
  })[t.protocol ?? 'none'];
const implicitPort = (t: Told) =>
  ({ imap: '（多くは 993 番）', pop3: '（多くは 995 番）', smtp: '（多くは 465 番）', none: '' })[t.protocol ?? 'none'];
/** システムフラグ（RFC 3501 §2.3.2）の呼び名。 */
const marks: Readonly<Record<string, string>> = {
  seen: '「既読」の印を',
  flagged: '「フラグ付き」の印を',
  answered: '「返信済み」の印を',
  deleted: '「削除済み」の印を',
  draft: '「下書き」の印を',
};
const trustIt = (t: Told) =>
  `フィンガープリントを照合したうえで、この証明書を${t.host === null ? 'このサーバー' : ` ${t.host} `}用に信頼できます`;

export const ja: Record<Reason, (t: Told) => Words> = {
  'name-not-found': (t) => ({
    what: t.host === null ? 'この名前のサーバーは見つかりません。' : `${t.host} という名前のサーバーは見つかりません。`,
    helps: 'サーバー名のつづりと、このコンピューターがネットワークにつながっていることを確かめてください。',
  }),
  'connection-refused': (t) => ({
    what: `${place(t)}に接続できません。このポートで待ち受けているものがありません。`,
    helps: `ポート番号を確かめてください。${usualPorts(t)}`,
  }),
  'no-route': (t) => ({
    what: `いまは${t.host === null ? 'サーバー' : ` ${t.host} `}まで通信が届きません。`,
    helps: 'このコンピューターのネットワーク接続を確かめてから、もう一度お試しください。',
  }),
  'connect-timeout': (t) => ({
    what: `${place(t)}から、時間内に応答がありませんでした。`,
    helps: `ファイアウォールに止められているか、ポート番号が違うのかもしれません。${usualPorts(t)}`,
  }),
  silent: (t) => ({
    what: t.greeting
      ? ending(t, `${place(t)}につながりましたが、サーバーは何も言ってきません`)
      : ending(t, `${during(t)}${server(t)}から応答がなくなりました`),
    helps:
      t.greeting && t.custom === 'implicit'
        ? `ポート ${t.port} のサーバーは、最初から TLS で話しかけられるのを待ちます。接続の保護で「最初から TLS」を選んでください。`
        : t.greeting
          ? `ポート番号と接続の保護を確かめてください。${usualPorts(t)}`
          : 'サーバーかネットワークが混み合っているのかもしれません。数分おいて、もう一度お試しください。',
  }),
  closed: (t) => ({
    what: ending(t, `${during(t)}${server(t)}が接続を閉じました`),
    helps: t.greeting
      ? `ポート番号と接続の保護を確かめてください。${usualPorts(t)}`
      : 'もう一度お試しください。毎回起きるときは、サーバーが許す同時接続の数を超えているのかもしれません。',
  }),
  reset: (t) => ({
    what: sentence(`${during(t)}${server(t)}との接続が切れました`),
    helps: 'ネットワーク接続を確かめて、もう一度お試しください。',
  }),
  'not-this-protocol': (t) => ({
    what: ending(
      t,
      `${place(t)}で応答しているのは、${t.protocol === null ? 'このプロトコル' : ` ${protocolName[t.protocol]} `}のサーバーではありません`,
    ),
    helps: `ポート番号とプロトコルを確かめてください。${usualPorts(t)}`,
  }),
  'broken-reply': (t) => ({
    what: ending(
      t,
      `${server(t)}が${t.verb === null ? '' : ` ${t.verb} に対して`}、プロトコルの規則に合わない応答を返しました`,
    ),
    helps: 'もう一度お試しください。繰り返すときは、この応答を添えてご報告ください。',
  }),
  'too-long': (t) => ({
    what: ending(
      t,
      `${server(t)}が、一度に受け取れる量${t.fact('limit') === null ? '' : `（${t.fact('limit')} オクテット）`}を超えるデータを送ってきました`,
    ),
    helps: '接続を閉じました。失われたものはありません。繰り返すときはご報告ください。',
  }),
  'tls-not-offered': (t) => ({
    what: ending(t, `${place(t)}では STARTTLS を使えません`, 'サーバーの応答', '秘密の情報は何も送っていません。'),
    helps: `接続の保護で「最初から TLS」${implicitPort(t)}を選ぶか、サーバーの管理者に尋ねてください。TLS を使わないと、パスワードを途中で誰にでも読まれてしまいます。`,
  }),
  'tls-failed': (t) => ({
    what: ending(t, `${place(t)}との TLS 接続を確立できませんでした`, '詳細'),
    helps:
      t.custom === 'clear'
        ? `ポート ${t.port} のサーバーは、平文で始まるのが普通です。接続の保護で「STARTTLS」を選んでください。`
        : 'ポート番号と接続の保護を確かめてください。古いサーバーは、もう安全でない版の TLS しか使えないことがあります。',
  }),
  'tls-early-data': (t) => ({
    what: ending(
      t,
      `暗号化が始まる前に、${server(t)}か途中の誰かがデータを送り込んできました`,
      '詳細',
      '接続を閉じました。秘密の情報は何も送っていません。',
    ),
    helps: `別のネットワークで試すか、接続の保護で「最初から TLS」${implicitPort(t)}を選んでください。`,
  }),
  'certificate-expired': (t) => ({
    what: sentence(
      day(t.day('validTo')) === null
        ? `${server(t)}の証明書は有効期限が切れています`
        : `${server(t)}の証明書は ${day(t.day('validTo'))}に有効期限が切れました`,
    ),
    helps: `サーバーの管理者が更新する必要があります。ご存じのサーバーなら、${trustIt(t)}。`,
  }),
  'certificate-not-yet-valid': (t) => ({
    what: sentence(
      day(t.day('validFrom')) === null
        ? `${server(t)}の証明書は、まだ有効ではありません`
        : `${server(t)}の証明書は ${day(t.day('validFrom'))}から有効になるもので、まだ使えません`,
    ),
    helps: 'このコンピューターの日付と時刻が正しいか確かめてください。',
  }),
  'certificate-self-signed': (t) => ({
    what: sentence(`${server(t)}の証明書は自己署名で、ほかに保証する人がいません`),
    helps: `ご自分のサーバーなら、${trustIt(t)}。認証局ファイルを指定することもできます。`,
  }),
  'certificate-unknown-issuer': (t) => ({
    what: sentence(
      `${server(t)}の証明書の発行者${t.fact('issuer') === null ? '' : `（${commonName(t.fact('issuer'))}）`}は、このコンピューターでは信頼されていません`,
    ),
    helps: `このサーバーの認証局ファイルを指定してください。または、${trustIt(t)}。`,
  }),
  'certificate-wrong-host': (t) => {
    const { shown, more } = firstNames(t.fact('names'), 3);
    const names = shown.join('、') + (more > 0 ? ` ほか ${more} 件` : '');
    return {
      what: sentence(
        names === ''
          ? `示された証明書は${t.host === null ? 'このサーバー' : ` ${t.host} `}のものではありません`
          : `${server(t)}の証明書は ${names} のためのもので、${t.host === null ? 'このサーバー' : ` ${t.host} `}のためのものではありません`,
      ),
      helps: `証明書に書かれているサーバー名を使ってください。同じサーバーだとわかっているなら、${trustIt(t)}。`,
    };
  },
  'certificate-changed': (t) => ({
    what: sentence(`${server(t)}の証明書が、以前に信頼したものと違います`),
    helps:
      '管理者が更新したのであれば、フィンガープリントを照合して新しい証明書を信頼してください。誰も変更を知らないときは、先へ進まないでください。途中に誰かが割り込んでいるおそれがあります。',
  }),
  'password-refused': (t) => ({
    what: ending(
      t,
      `${server(t)}が${t.fact('user') === null ? '' : ` ${t.fact('user')} の`}パスワードを受け付けませんでした`,
    ),
    helps: 'ユーザー名とパスワードを確かめてください。アプリ用のパスワードを発行する必要があるサービスもあります。',
  }),
  'password-missing': (t) => ({
    what: ending(
      t,
      `${t.fact('user') === null ? 'このアカウント' : `${t.fact('user')} `}のパスワードが、いまはわかりません`,
      '詳細',
    ),
    helps: '続けるには、パスワードを入力してください。',
  }),
  'mechanism-missing': (t) => ({
    what: ending(
      t,
      `${server(t)}では、Tegami が知っている方法でログインできません${t.fact('offered') === null ? '' : `（使えるのは ${t.fact('offered')}）`}`,
    ),
    helps:
      'TLS を使うときだけパスワードを受け付けるサーバーもあります。接続の保護を確かめてください。メールソフトからのログインを、先に許可しておく必要があるサービスもあります。',
  }),
  'server-refused': (t) => ({
    what: ending(t, `${server(t)}が${t.verb === null ? '要求' : ` ${t.verb} `}を拒否しました`),
    helps:
      t.said === null
        ? '時間をおいて試すか、サーバーの管理者にお尋ねください。'
        : '理由はサーバーの応答にあります。管理者に尋ねるときは、この応答をそのまま伝えてください。',
  }),
  'server-busy': (t) => ({
    what: ending(t, `${server(t)}は、いまはこの要求に応じられません`),
    helps: '数分おいて、もう一度お試しください。',
  }),
  'mailbox-locked': (t) => ({
    what: ending(t, `${server(t)}のこのメールボックスは、ほかのプログラムが使用中です`),
    helps: '同じメールボックスを POP3 で受信しているほかのソフトを終了するか、数分お待ちください。',
  }),
  'sender-refused': (t) => ({
    what: ending(
      t,
      `${server(t)}は、差出人 ${t.fact('address', 'sender', 'from') ?? ''} からのメールを受け付けません`.replace(
        '差出人  から',
        'この差出人から',
      ),
    ),
    helps:
      'アカウントのメールアドレスを確かめてください。ログインした本人のアドレスからの送信だけを許すサーバーが多くあります。',
  }),
  'recipient-refused': (t) => ({
    what: ending(
      t,
      lacks(t) ??
        `${server(t)}が宛先${t.fact('address', 'recipient', 'to') === null ? '' : ` ${t.fact('address', 'recipient', 'to')} `}を拒否しました`,
    ),
    helps: '宛先のアドレスを確かめて、もう一度送信してください。',
  }),
  'message-refused': (t) => ({
    what: ending(t, lacks(t) ?? `${server(t)}がメールを受け取りませんでした`),
    helps: 'メールは送信されていません。サーバーの言う点を直して、もう一度送信してください。',
  }),
  'message-too-large': (t) => ({
    what: ending(
      t,
      `メール${t.fact('size') === null ? '' : `（${bytes(t.fact('size'))}）`}が、${server(t)}の受け取れる大きさ${t.fact('limit') === null ? '' : `（${bytes(t.fact('limit'))}）`}を超えています`,
    ),
    helps: '添付ファイルを減らすか、何通かに分けて送信してください。',
  }),
  'pop3-no-search': (t) => ({
    what: ending(t, `POP3 には検索の機能がないため、${server(t)}でメールを探すことはできません`),
    helps: 'このコンピューターにあるメールを検索するか、IMAP でお使いください。',
  }),
  'pop3-no-sharing': (t) => ({
    what: ending(t, 'POP3 にはフォルダーの仕組みがないため、サーバー上に共有できるものがありません'),
    helps: 'このアカウントのフォルダーはこのコンピューターにだけあります。共有するには IMAP でお使いください。',
  }),
  'acl-missing': (t) => ({
    what: ending(t, `${server(t)}は IMAP の ACL 拡張に対応していないため、メールソフトからフォルダーを共有できません`),
    helps: 'ほかに共有の方法があるか、サーバーの管理者にお尋ねください。',
  }),
  'shared-with-oneself': (t) => ({
    what: ending(t, 'このフォルダーは、もともとご自分のものです', '詳細'),
    helps: '同じサーバーを使っている、ほかの人を指定してください。',
  }),
  'flag-not-kept': (t) => ({
    what: ending(
      t,
      `${t.fact('folder') === null ? 'このフォルダー' : `フォルダー「${t.fact('folder')}」`}では、${server(t)}が${marks[t.fact('flag') ?? ''] ?? 'この印を'}保存しません`,
    ),
    helps: 'このフォルダーは読めますが、この変更はできません。共有している人に、権限の追加を頼んでください。',
  }),
  'disk-full': (t) => ({
    what: ending(t, 'ディスクに空きがなく、保存できませんでした', '詳細'),
    helps: '空きを作ってから、もう一度お試しください。すでに保存されたものは無事です。',
  }),
  'disk-failed': (t) => ({
    what: ending(t, 'このプロファイルのファイルを読み書きできませんでした', '詳細'),
    helps: 'ディスクの状態と、プロファイルのフォルダーに書き込めることを確かめてください。',
  }),
  'lab-locked': (t) => ({
    what: ending(
      t,
      `このフォルダでは、別のラボ${t.fact('pid') === null ? '' : `（プロセス ${t.fact('pid')}）`}が動いています`,
      '詳細',
    ),
    helps: '先にそちらを終了するか、別のフォルダを使ってください。',
  }),
  'lab-world': (t) => ({
    what: worldRefused(t) ?? ending(t, 'このラボの世界の定義が使えません', '詳細'),
    helps: 'ラボのフォルダにある world.json を直すか、標準の世界で始め直してください。',
  }),
  'lab-off': (t) => ({ what: ending(t, 'ラボは起動していません', '詳細'), helps: '先に起動してください。' }),
  'too-few-mailboxes': (t) => ({
    what: sentence(
      t.fact('wanted') === null
        ? 'この実験に同時に必要な数のメールボックスがありません'
        : `この実験には同時に${t.fact('wanted')}個のメールボックスが必要ですが、${t.fact('capacity')}個しかありません`,
    ),
    helps: 'ラボを相手に実行してください。必要な数のメールボックスがそろっています。',
  }),
  'mailbox-not-empty': (t) => ({
    what: sentence(
      `メールボックス ${t.fact('user') ?? ''} にはすでにメールが${t.fact('count') === null ? '' : `${t.fact('count')}通`}あるため、比較を始めませんでした`,
    ),
    helps: '誰も使っていない空のメールボックスを指定するか、空でなくても続けるよう指定してください。',
  }),
  'would-delete-foreign': (t) => ({
    what: sentence(
      `${t.fact('machine') === null ? 'マシンのひとつ' : `「${t.fact('machineJa', 'machine')}」`}は POP3 でサーバーからメールを削除しますが、POP3 では実験のメールとあなたのメールを区別できません`,
    ),
    helps: 'サーバーにメールを残す設定にするか、空のメールボックスを指定するか、ラボを相手に実行してください。',
  }),
  'folder-not-ours': (t) => ({
    what: sentence(
      `${t.fact('user') === null ? '' : `${t.fact('user')} の`}フォルダー${t.fact('folder') === null ? '' : `「${t.fact('folder')}」`}はこの実験で作るものではないため、手を加えませんでした`,
    ),
    helps: '実験で作るフォルダーを別の名前にするか、ラボを相手に実行してください。',
  }),
  'left-behind': (t) => ({
    what: `比較に使ったメール${t.fact('count') === null ? '' : `${t.fact('count')}通`}が、メールボックス ${t.fact('user') ?? ''} に残っています。削除の印は付いていますが、ほかのメールを消さずに取り除くことができませんでした。`,
    helps: 'お使いのメールソフトで、削除済みのメールを完全に消去すると取り除かれます。',
  }),
  'lab-no-address': (t) => ({
    what: ending(
      t,
      'ラボが使えるアドレスがこのコンピューターに見つかりません。127.0.0.0/8 のポートがほかのプログラムに使われています',
      '詳細',
    ),
    helps: 'ほかのラボを終了してから、もう一度お試しください。',
  }),
  'vault-locked': (t) => ({
    what: ending(
      t,
      `このプロファイルは、別の Tegami ${t.fact('pid') === null ? '' : `（プロセス ${t.fact('pid')}）`}が開いています`,
      '詳細',
    ),
    helps: '先にそちらを終了するか、別のプロファイルを使ってください。',
  }),
  'vault-damaged': (t) => ({
    what: ending(t, 'このプロファイルのデータベースが壊れています', '詳細', '手は加えていません。'),
    helps:
      '「tegami vault check」で何が欠けているかを調べ、「tegami vault rebuild」で保存済みのメールから作り直せます。',
  }),
  'vault-newer': (t) => ({
    what: ending(t, 'このプロファイルは、もっと新しい版の Tegami が書いたものです', '詳細', '手は加えていません。'),
    helps: 'Tegami を更新するか、別のプロファイルを使ってください。',
  }),
  'keychain-missing': (t) => ({
    what: ending(t, 'このシステムには、パスワードを預けられるキーチェーンがありません', '詳細'),
    helps: '起動のたびにパスワードを入力するか、名前のとおりの危険を承知のうえで安全でないファイルを選んでください。',
  }),
  'not-found': (t) => ({
    what: ending(
      t,
      t.host !== null
        ? `求められたものは ${t.host} にありません`
        : t.fact('what') === null
          ? '求められたものは見つかりません'
          : `${thing(t.fact('what') ?? '')}は見つかりません`,
      '詳細',
    ),
    helps: 'その間に移動または削除されたのかもしれません。一覧をもう一度ご覧ください。',
  }),
  'no-such-file': (t) => ({
    what: ending(
      t,
      t.fact('file') === null
        ? 'ファイルがないか、読み取れません'
        : `ファイル「${t.fact('file')}」がないか、読み取れません`,
      '詳細',
    ),
    helps: '名前とフォルダを確かめてください。',
  }),
  'bad-address': (t) => ({
    what:
      t.said === null && t.fact('address') !== null
        ? `「${t.fact('address')}」はメールアドレスではありません。`
        : ending(t, 'メールアドレスとして正しくありません', '入力'),
    helps: 'aiko@example.jp のように書いてください。複数あるときはコンマで区切ります。',
  }),
  'bad-value': (t) => ({
    what: ending(t, t.at === 'tls.ca' ? '認証局ファイルに証明書がありません' : '入力された値は使えません', '詳細'),
    helps: '直してから、もう一度お試しください。',
  }),
  'too-deep': (t) => ({
    what: ending(t, 'このメールは、Tegami が読める深さを超えて入れ子になっています', '詳細'),
    helps: '届いたままのソースを保存してあり、表示できます。',
  }),
  cancelled: () => ({
    what: sentence('終わる前に中止されました'),
    helps: '必要なら、もう一度お試しください。',
  }),
  unexpected: (t) => ({
    what: ending(t, 'Tegami の内部で問題が起きました', '詳細'),
    helps: '原因は Tegami にあります。この内容と、直前の操作を添えてご報告ください。',
  }),
};

/** メッセージに必要な拡張をサーバーが備えていないとき。 */
function lacks(t: Told): string | null {
  const needs = t.fact('needs');
  if (needs === null) return null;
  const address = t.fact('address');
  if (needs === 'SMTPUTF8' && address !== null)
    return `${server(t)}は ASCII 以外の文字を含むアドレス（SMTPUTF8）に対応していないため、${address} に送れません`;
  return `${server(t)}が ${needs} に対応していないため、このメールをそのままでは送れません`;
}

/** エンジンが英語で名指すもの（`message 5`）を日本語で。 */
function thing(what: string): string {
  const kinds: Readonly<Record<string, string>> = {
    account: 'アカウント',
    message: 'メール',
    folder: 'フォルダー',
    part: 'パート',
    draft: '下書き',
    outbox: '送信トレイの',
    upload: '添付ファイル',
  };
  const found = /^(?:an? )?(?<kind>[a-z]+)(?: for)? (?<name>.+)$/.exec(what)?.groups;
  const kind = found === undefined ? undefined : kinds[found['kind'] ?? ''];
  return kind === undefined ? `${what} ` : `${kind} ${found?.['name']} `;
}

/** 接続テストの段階の名前と、そこで止まったときの言い方。 */
export const jaSteps = {
  connect: { name: '接続', stopped: (side: string) => `${side}サーバーに接続できませんでした。` },
  tls: { name: 'TLS による暗号化', stopped: (side: string) => `${side}サーバーとの接続を保護できませんでした。` },
  greeting: {
    name: 'サーバーの名乗り',
    stopped: (side: string) => `${side}サーバーの応答が、メールサーバーのものではありません。`,
  },
  'sign-in': {
    name: 'ログイン',
    stopped: (side: string) => `${side}サーバーにつながりましたが、ログインできませんでした。`,
  },
  list: {
    name: 'メールボックスの確認',
    stopped: (side: string) => `${side}サーバーにログインできましたが、メールボックスを確認できませんでした。`,
  },
} as const;
export const jaSides = { incoming: '受信', outgoing: '送信' } as const;

function bytes(count: string | null): string {
  const n = Number(count);
  if (!Number.isFinite(n)) return String(count);
  return n < 1e6 ? `${Math.ceil(n / 1e3)} kB` : `${(n / 1e6).toFixed(1)} MB`;
}

function worldRefused(t: Told): string | null {
  const [place, said] = [t.fact('place'), t.fact('ja')];
  return said === null ? null : `このラボの世界の定義が使えません${place ? `（${place}）` : ''}。${said}`;
}
