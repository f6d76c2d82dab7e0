import type { PackageDiff } from '../../../../shared/actions/result.ts';
import { message } from '../../../../shared/messages/message.ts';
import { byteText } from '../../../../shared/model/byte-size.ts';
import { printable } from '../../../../shared/model/printable.ts';
import { tableView, type View } from '../view.ts';

type Item = PackageDiff['items'][number];

/** Digits of a digest that tell two of them apart. */
const longDigest = /(sha256:[\da-f]{12})[\da-f]{52}/g;

/** `package diff`: a row for each difference, and what has to be carried. */
export const packageDiffView: View<PackageDiff> = {
  ...tableView<PackageDiff, Item>({
    rows: ({ items }) => items,
    names: ({ items }) => items.map(({ what, object }) => `${what}/${printable(object)}`),
    nothing: () => message('diff.same'),
    columns: [
      { header: 'WHAT', value: ({ what }) => what, whole: true },
      { header: 'CHANGE', value: ({ change }) => change, whole: true },
      { header: 'OBJECT', value: ({ object }) => printable(object) },
      { header: 'FROM', value: ({ from }) => shown(from) },
      { header: 'TO', value: ({ to }) => shown(to) },
    ],
  }),
  below: ({ carry }) => [`Carry: ${carry.blobs} blobs, ${byteText(carry.bytes)}`],
};

function shown(value: string | null): string | null {
  return value === null ? null : printable(value).replace(longDigest, '$1');
}
