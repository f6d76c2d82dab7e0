import { describe, expect, it } from 'vitest';
import { imageReferenceIn } from './image-reference.ts';

const digest = `sha256:${'a'.repeat(64)}`;

describe('imageReferenceIn', () => {
  it.each([
    ['harbor.demo.io/middleware/harbor-core:v2.12.11', 'harbor.demo.io', 'middleware/harbor-core', 'v2.12.11', undefined],
    ['10.0.0.10:11443/acp/core:v1', '10.0.0.10:11443', 'acp/core', 'v1', undefined],
    ['[fd00::1]:5000/core:v1', '[fd00::1]:5000', 'core', 'v1', undefined],
    ['localhost/a__b/c-d.e:1.0_x', 'localhost', 'a__b/c-d.e', '1.0_x', undefined],
    [`r.io/core@${digest}`, 'r.io', 'core', undefined, digest],
    [`r.io/core:v1@${digest}`, 'r.io', 'core', 'v1', digest],
  ])('reads %s', (text, registry, repository, tag, found) => {
    expect(imageReferenceIn(text)).toEqual({ registry, repository, tag, digest: found });
  });

  it.each([
    ['', 'nothing'],
    ['nginx:1', 'no registry'],
    ['library/nginx:1', 'no registry'],
    ['r.io/core', 'neither tag nor digest'],
    ['r.io/Core:v1', 'capitals in the repository'],
    ['r.io/../core:v1', 'a way out of the folder'],
    ['r.io//core:v1', 'an empty part'],
    ['r.io/core:v 1', 'a space in the tag'],
    ['r.io/core:-v1', 'a tag that begins with a dash'],
    ['r.io/core:v1:v2', 'two tags'],
    [`r.io/core@sha256:../../etc/hostname`, 'a path instead of a digest'],
    [`r.io/core@${digest}@${digest}`, 'two digests'],
    [`r.io/core@${digest.toUpperCase()}`, 'a digest in capitals'],
    ['user@r.io/core:v1', 'credentials'],
    ['r.io:port/core:v1', 'a port that is none'],
    [`r.io/${'a'.repeat(256)}:v1`, 'a repository that is too long'],
    ['r.io/core:v1\n', 'a line end'],
  ])('refuses %j: %s', (text) => {
    expect(imageReferenceIn(text)).toBeUndefined();
  });
});
