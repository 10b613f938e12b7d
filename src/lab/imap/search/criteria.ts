/** What SEARCH may ask: RFC 3501 §6.4.4, MODSEQ of RFC 7162 §3.1.5, OLDER and YOUNGER of RFC 5032, `$` of RFC 5182. */
import type { SequenceSet } from '../grammar/sequence-set.ts';

export type Criterion =
  | { readonly kind: 'all' }
  /** `flag` in lower case. */
  | { readonly kind: 'flag'; readonly flag: string; readonly set: boolean }
  | { readonly kind: 'recent'; readonly set: boolean }
  /** `day` counts from 1970-01-01. */
  | { readonly kind: 'arrived'; readonly when: When; readonly day: number }
  | { readonly kind: 'sent'; readonly when: When; readonly day: number }
  | { readonly kind: 'age'; readonly than: 'older' | 'younger'; readonly seconds: number }
  | { readonly kind: 'size'; readonly than: 'larger' | 'smaller'; readonly octets: number }
  | { readonly kind: 'modseq'; readonly least: number }
  | { readonly kind: 'numbers'; readonly of: 'seq' | 'uid'; readonly set: SequenceSet }
  | { readonly kind: 'saved' }
  /** A field of this name (lower case) has `text` in it; the empty text: the field is there. Texts are folded, see fold.ts. */
  | { readonly kind: 'header'; readonly name: string; readonly text: string }
  | { readonly kind: 'body'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'not'; readonly of: Criterion }
  | { readonly kind: 'and'; readonly of: readonly Criterion[] }
  | { readonly kind: 'or'; readonly of: readonly [Criterion, Criterion] };

export type When = 'before' | 'on' | 'since';
export type ReturnOption = 'MIN' | 'MAX' | 'COUNT' | 'ALL' | 'SAVE';

/** Whether MODSEQ is asked about, so that the answer names a mod-sequence too: RFC 7162 §3.1.5. */
export function asksModseq(criterion: Criterion): boolean {
  switch (criterion.kind) {
    case 'modseq':
      return true;
    case 'not':
      return asksModseq(criterion.of);
    case 'and':
    case 'or':
      return criterion.of.some(asksModseq);
    default:
      return false;
  }
}
