import { errorTable } from '../../kernel/errors.ts';

/** Errors of the pictures that handhelds bring. */
export const handheldErrors = errorTable({
  PICTURE_NOT_AN_IMAGE: {
    http: 415,
    retry: 'never',
    meaning: 'The bytes are no PNG, JPEG, WebP or SVG image, or another one than the content type says.',
    remedy: 'Send the picture as it was taken, as image/png, image/jpeg, image/webp or image/svg+xml.',
  },
  PICTURE_DAMAGED: {
    http: 400,
    retry: 'safe',
    meaning: 'The SHA-256 of the bytes is not the one in the address, so that no fact names them.',
    remedy: 'Send it again: it was damaged on its way, and nothing was kept.',
  },
  PICTURES_BUSY: {
    http: 503,
    retry: 'safe',
    meaning: 'The gateway takes as many pictures at this moment as it may hold in memory.',
    remedy: 'Nothing: the handheld sends it again in a moment.',
  },
  PICTURE_STORE_FULL: {
    http: 507,
    retry: 'safe',
    meaning: 'The gateway keeps as many pictures of handhelds as it may; facts are taken as before.',
    remedy:
      'Move old files out of `pictures` in its data folder, or raise handheld.picturesMegabytes; handhelds keep theirs meanwhile.',
  },
  PICTURE_UNKNOWN: {
    http: 404,
    retry: 'never',
    meaning: 'No handheld has brought a photo or signature with that SHA-256.',
    remedy: 'Ask the station whose fact names it, or wait until the handheld has a network.',
  },
});
