/**
 * XML signatures over a whole document (xmldsig, enveloped): checked and made in a stream, in memory that does not
 * grow with the document. Promises: only a signature that covers everything but itself is ever called verified; what is
 * built otherwise is refused, what is not known stays unchecked. Says nothing of who may be trusted.
 */
export { envelopedSignature, type PackageSigner } from './sign.ts';
export { XMLDSIG } from './stream.ts';
export { verifyEnveloped, type XmlSignatureVerdict, type XmlSigner } from './verify.ts';
