import { isUtf8 } from 'node:buffer';
import { message } from '../messages/message.ts';
import { escapedText } from '../model/escaped-text.ts';
import { corrupt } from './corrupt.ts';
import { areUnambiguous, type PaxRecord, paxRecordsIn } from './pax.ts';
import { type TarHeader, type TarPlace, upToZero } from './tar-header.ts';

/** What the extended headers before an entry say of it. */
export interface Extension {
  readonly pax?: readonly PaxRecord[];
  readonly longName?: Buffer;
}

type ReadExtension = (extension: Extension, body: Buffer, header: TarHeader, place: TarPlace) => Extension;

/** The type flags of extended headers. */
export const extensions: Readonly<Record<string, ReadExtension | undefined>> = {
  x: withPax,
  g: withGlobal,
  L: withLongName,
  K: withLongLink,
};

function withPax(extension: Extension, body: Buffer, { at }: TarHeader, { file, isLayer }: TarPlace): Extension {
  const records = paxRecordsIn(body);
  const isSure = isLayer || (extension.pax === undefined && records !== undefined && areUnambiguous(records));
  if (records === undefined || !isSure) throw corrupt(message('package.extended-header', { file, at }));
  return { ...extension, pax: records };
}

/** Comments are welcome; a name or size for all entries to come is not, and no runtime heeds it in a layer. */
function withGlobal(extension: Extension, body: Buffer, { at }: TarHeader, { file, isLayer }: TarPlace): Extension {
  const records = paxRecordsIn(body);
  const isHarmless = records?.every(({ key }) => !['path', 'size', 'linkpath'].includes(key) && !key.startsWith('GNU.sparse.'));
  if (!isLayer && isHarmless !== true) throw corrupt(message('package.extended-header', { file, at }));
  return extension;
}

function withLongName(extension: Extension, body: Buffer, { at }: TarHeader, { file, isLayer }: TarPlace): Extension {
  if (extension.longName !== undefined && !isLayer) throw corrupt(message('package.extended-header', { file, at }));
  return { ...extension, longName: upToZero(body) };
}

/** The target of a link; the link behind it is judged by itself. */
function withLongLink(extension: Extension): Extension {
  return extension;
}

/** A header with what the extended headers before it say. Throws `corrupt`. */
export function extended(header: TarHeader, { pax = [], longName }: Extension, place: TarPlace): TarHeader {
  const { at, type } = header;
  const { file, isLayer } = place;
  if (pax.some(({ key }) => key.startsWith('GNU.sparse.')))
    throw corrupt(message('package.sparse', { file, entry: escapedText(header.name) }));
  const records = new Map(pax.map(({ key, value }) => [key, value]));
  const path = records.get('path');
  const isAmbiguous = path !== undefined && longName !== undefined && !isLayer;
  if (isAmbiguous) throw corrupt(message('package.extended-header', { file, at }));
  // Runtimes take neither links nor devices nor folders to have content, whatever their headers say.
  const hasContent = !isLayer || !/^[1-6]$/.test(type);
  const size = hasContent ? sizeIn(records.get('size'), header, file) : 0;
  return { ...header, name: nameIn(path ?? longName, header, place), size };
}

function nameIn(bytes: Buffer | undefined, { name, at }: TarHeader, { file, isLayer }: TarPlace): string {
  if (bytes === undefined) return name;
  if (!isLayer && !isUtf8(bytes)) throw corrupt(message('package.name-encoding', { file, at }));
  return bytes.toString();
}

function sizeIn(value: Buffer | undefined, { size, at }: TarHeader, file: string): number {
  if (value === undefined) return size;
  const text = value.toString('latin1');
  const isNumber = /^\d+$/.test(text) && Number.isSafeInteger(Number(text));
  if (!isNumber) throw corrupt(message('package.header-number', { file, at, field: 'size' }));
  return Number(text);
}
