/**
 * `app://<host>` as Chromium sees it here: an intercepted https origin that does not exist anywhere (`.invalid`,
 * RFC 2606). The page itself only ever writes relative addresses.
 */
const SUFFIX = '.invalid';

export function toBrowser(url: string): string {
  const match = /^app:\/\/([^/]+)(.*)$/.exec(url);
  return match ? `https://${match[1]}${SUFFIX}${match[2] || '/'}` : url;
}
/** The address as main knows it; addresses that are not the product's stay as they are. */
export function fromBrowser(url: string): string {
  const match = /^https:\/\/([^/]+)\.invalid(.*)$/.exec(url);
  return match ? `app://${match[1]}${match[2]}` : url;
}
/** Origin as main knows it. */
export function originOf(url: string): string {
  const match = /^(app:\/\/[^/]+)/.exec(fromBrowser(url));
  if (match?.[1]) return match[1];
  try {
    return new URL(url).origin;
  } catch {
    return 'null';
  }
}
