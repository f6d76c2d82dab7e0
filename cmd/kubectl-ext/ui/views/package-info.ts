import type { ImageList, PackageInfo } from '../../../../shared/actions/result.ts';
import { byteText } from '../../../../shared/model/byte-size.ts';
import type { ImageSummary } from '../../../../shared/model/packaged-images.ts';
import { printable } from '../../../../shared/model/printable.ts';
import { type Column, tableView, type View } from '../view.ts';

/** Digits of a digest that tell the images of a package apart. */
const shortDigest = 'sha256:'.length + 12;

function columns(digits: number): readonly Column<ImageSummary>[] {
  return [
    { header: 'IMAGE', value: ({ image }) => shown(image) },
    { header: 'ARCH', value: ({ platform }) => shown(platform), whole: true },
    { header: 'DIGEST', value: ({ digest }) => digest?.slice(0, digits) },
    { header: 'SIZE', value: ({ size }) => byteText(size), whole: true },
    { header: 'SHARED', value: ({ shared }) => byteText(shared), whole: true },
  ];
}

/** `package images`: a row for each image of each architecture, with whole digests. */
export const imagesView: View<ImageList> = tableView<ImageList, ImageSummary>({
  rows: ({ items }) => items,
  names: ({ items }) => [...new Set(items.flatMap(({ image }) => image ?? []))].map(printable),
  columns: columns(Infinity),
});

/** `show`: the lines of the ACP manual. */
export const packageView: View<PackageInfo> = {
  lines: heading,
  names: ({ name }) => [`package/${printable(name ?? '<unknown>')}`],
};

/** `show --all`: its artifact and images, too. */
export const wholePackageView: View<PackageInfo> = {
  ...tableView<PackageInfo, ImageSummary>({ rows: ({ images }) => images ?? [], names: packageView.names, columns: columns(shortDigest) }),
  lines: (info) => [...heading(info), ...artifactLines(info)],
  below: ({ totals }) =>
    totals === null ? [] : [`Images: ${totals.images}`, `Blobs: ${totals.blobs}`, `Unique: ${byteText(totals.uniqueBytes)}`],
};

/** Where nobody but the name of the file tells something, the line says so. */
function heading({ displayName, type, architectures, version, source, ...info }: PackageInfo): string[] {
  const mark = source === 'filename' ? ' (from the file name)' : '';
  const fact = (value: string | null) => (value === null ? '<unknown>' : `${printable(value)}${mark}`);
  return [
    `Name: ${fact(displayName)}`,
    `Type: ${shown(type) ?? '<unknown>'}`,
    `Arch: ${listText(architectures)}`,
    `Version: ${fact(version === null ? null : version.replace(/^v/, ''))}`,
    ...foreignLines(info),
  ];
}

function foreignLines({ layout, metadata, size, sha256 }: Pick<PackageInfo, 'layout' | 'metadata' | 'size' | 'sha256'>): string[] {
  return metadata === null ? [`Layout: ${layout}`, `Size: ${size}`, `SHA256: ${sha256 ?? '<unknown>'}`] : [];
}

/** The manual spells it without the d. */
function artifactLines({ artifact, relatedImages }: PackageInfo): string[] {
  return [`Artifact: ${shown(artifact) ?? '<unknown>'}`, `RelateImages: ${listText(relatedImages)}`];
}

/** As violet prints lists. */
function listText(texts: readonly string[] | null): string {
  return texts === null ? '<unknown>' : `[${texts.map(printable).join(' ')}]`;
}

function shown(text: string | null): string | null {
  return text === null ? null : printable(text);
}
