/**
 * PDF/A-2b files of scanned pages: written page by page in bounded memory, and looked at by an own structural check.
 * Promises: a picture's bytes go in as they are; words lie under the picture, invisible, in an embedded font; the colour
 * profile is our own.
 */
export { type ArchiveFault, checkArchive } from './check.ts';
export { srgbProfile } from './srgb.ts';
export { type Archive, type ArchiveFacts, type ArchivePage, type ArchivePicture, writeArchive } from './write.ts';
