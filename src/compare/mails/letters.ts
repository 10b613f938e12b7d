/** What people write: subjects, openings, sentences that fit behind each other, and how they end. */

export interface Letters {
  readonly people: readonly [Person, ...Person[]];
  readonly subjects: readonly [string, ...string[]];
  readonly openings: readonly [string, ...string[]];
  readonly sentences: readonly [string, ...string[]];
  readonly closings: readonly [string, ...string[]];
  /** Names of files that hang on a mail. */
  readonly files: readonly [string, ...string[]];
  /** A line that says this word. */
  readonly with: (word: string) => string;
}

interface Person {
  readonly name: string;
  readonly address: string;
}

export const letters: Readonly<Record<'en' | 'ja', Letters>> = {
  en: {
    people: [
      { name: 'Naomi Clarke', address: 'naomi@clarke.example' },
      { name: 'Peter Lund', address: 'p.lund@harbour.example' },
      { name: 'Ines Moreau', address: 'ines.moreau@paper.example' },
      { name: 'Tom Whitaker', address: 'tom@orchard.example' },
    ],
    subjects: [
      'Thursday, as agreed',
      'The drawings for the porch',
      'Train at 7:52',
      'A question about the invoice',
      'Your photographs',
      'Minutes of the meeting',
      'Tea on Sunday?',
      'The key to the workshop',
      'Two tickets for the concert',
      'New opening hours',
      'Where the boxes are now',
      'A recipe for the quinces',
    ],
    openings: ['Hello,', 'Good morning,', 'Dear colleague,', 'Hi there,'],
    sentences: [
      'I looked at it again last night, and I think that we are nearly there.',
      'The second page still has the old figures; the rest can stay as it is.',
      'Could you tell me by Thursday whether the room is free?',
      'We met the carpenter at noon, and he wants to begin in the first week of the month.',
      'If the weather holds, we shall go by boat and be back before dark.',
      'The train was late again, so I walked along the river instead.',
      'Nobody has asked about the key yet; it hangs where it always does.',
      'I have put the two letters from the council into the blue folder.',
      'Your sister called and says that the boxes have arrived.',
      'Please keep the receipt, because we shall need it in spring.',
      'There was more snow in the night than anybody had expected.',
      'The price is the same as last year, and they bring it to the door.',
      'I would rather wait a day than do it twice.',
      'Let us decide when all of us sit at one table.',
    ],
    closings: ['Best wishes', 'See you soon', 'Many thanks', 'Kind regards'],
    files: ['photographs.zip', 'drawings.zip', 'minutes-and-plans.zip'],
    with: (word) => `One more thing, so that it is written down somewhere: ${word}.`,
  },
  ja: {
    people: [
      { name: '佐藤 直美', address: 'naomi.sato@hagaki.example' },
      { name: '小林 健', address: 'kobayashi@minato.example' },
      { name: '森 恵', address: 'megumi@niwa.example' },
    ],
    subjects: [
      '木曜日の打ち合わせについて',
      '玄関の図面をお送りします',
      '請求書の件でお尋ねします',
      '先日の写真ができました',
      '議事録の確認のお願い',
      '日曜日のお茶会のご案内',
      '鍵の受け渡しについて',
      '演奏会の切符が取れました',
      '来月の予定をお知らせします',
      '荷物が届きました',
    ],
    openings: ['お世話になっております。', 'こんにちは。', 'いつもありがとうございます。'],
    sentences: [
      '昨晩もう一度見直しましたが、だいたいこれで良さそうです。',
      '二ページ目だけ数字が古いままなので、差し替えをお願いします。',
      '木曜日までに、部屋が空いているかどうか教えていただけますか。',
      'お昼に大工さんと会いまして、来月の初めから取りかかりたいとのことでした。',
      '天気が良ければ船で行って、暗くなる前に戻るつもりです。',
      '電車がまた遅れていたので、川沿いを歩いて帰りました。',
      '鍵はいつもの場所に掛けてあります。',
      '市役所からの手紙は、二通とも青いファイルに入れておきました。',
      'お姉さんから電話があり、荷物が届いたそうです。',
      '領収書は春に必要になりますので、保管しておいてください。',
      '夜のうちに、思っていたよりもたくさん雪が積もりました。',
      '値段は去年と同じで、玄関まで届けてもらえます。',
      '急いでやり直しになるより、一日待つほうが良いと思います。',
      '詳しいことは、みんながそろったときに決めましょう。',
    ],
    closings: ['よろしくお願いいたします。', 'それでは、また。', '取り急ぎご連絡まで。'],
    files: ['写真.zip', '図面一式.zip', '議事録と資料.zip'],
    with: (word) => `忘れないように書いておきますと、「${word}」の件もあります。`,
  },
};
