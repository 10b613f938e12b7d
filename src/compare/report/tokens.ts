/** The colours of the app's stationery, light and dark: a page that was exported looks as the window does. */
export interface Tokens {
  readonly paper: string;
  readonly sheet: string;
  readonly well: string;
  readonly rule: string;
  readonly ink: string;
  readonly 'ink-soft': string;
  readonly 'ink-faint': string;
  readonly indigo: string;
  readonly 'indigo-wash': string;
  readonly vermilion: string;
  readonly moss: string;
  readonly amber: string;
}

export const tokens: Readonly<Record<'light' | 'dark', Tokens>> = {
  light: {
    paper: '#fbfaf7',
    sheet: '#ffffff',
    well: '#f3f1ec',
    rule: '#dedad1',
    ink: '#1d2330',
    'ink-soft': '#545b6b',
    'ink-faint': '#666c7b',
    indigo: '#164a84',
    'indigo-wash': '#e8eef7',
    vermilion: '#b93a1b',
    moss: '#2f6b3e',
    amber: '#8a5a00',
  },
  dark: {
    paper: '#12151c',
    sheet: '#191d26',
    well: '#0e1117',
    rule: '#2e3442',
    ink: '#e7e5df',
    'ink-soft': '#a9aebb',
    'ink-faint': '#8a90a0',
    indigo: '#8fb3f0',
    'indigo-wash': '#22304a',
    vermilion: '#ff8a66',
    moss: '#7fc08f',
    amber: '#e0b050',
  },
};

export const fonts: Readonly<Record<'en' | 'ja', string>> = {
  en: 'system-ui, "Noto Sans", "Noto Sans JP", "Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic UI", sans-serif',
  ja: '"Hiragino Sans", "Yu Gothic UI", "Noto Sans JP", "Noto Sans CJK JP", system-ui, "Noto Sans", sans-serif',
};

export const mono = 'ui-monospace, "Noto Sans Mono", "Noto Sans Mono CJK JP", monospace';
