/** The time of a signature as far as it is proven: by a timestamp over its value, or by a later one over the whole file. */
import type { Wanted } from '../../domain/verdict.ts';
import { trustsTimestamp } from './chain.ts';
import type { CmsVerdict, Timestamp } from './cms.ts';
import type { FileMaterial } from './material.ts';
import type { VerifyInput } from './verify.ts';

/** A signature that holds, with the end of what it signs. */
export interface Stamped {
  readonly end: number;
  readonly cms: CmsVerdict;
  /** It is a document timestamp, and nothing forbidden came after it. */
  readonly document: boolean;
}
/** Timestamps whose makers are trusted. */
export interface Believed {
  readonly trusts: (stamp: Timestamp) => boolean;
  readonly documents: readonly { readonly end: number; readonly time: number }[];
  /** What would tell more about their makers; grows as they are judged. */
  readonly wanted: readonly Wanted[];
}

export function timestampsOf(stamped: readonly Stamped[], material: FileMaterial, input: VerifyInput): Believed {
  const wanted: Wanted[] = [];
  const trusts = (stamp: Timestamp): boolean => {
    const told = trustsTimestamp({
      signer: stamp.signer,
      pool: [...stamp.certificates, ...material.certificates, ...input.intermediates],
      anchors: input.anchors,
      ...(input.pins ? { pins: new Set(input.pins) } : {}),
      ask: input.ask === true,
      trainingPolicyOid: input.trainingPolicyOid,
      at: stamp.time,
      now: input.now,
      material: {
        crls: [...stamp.crls, ...material.crls],
        ocsps: [...stamp.ocsps, ...material.ocsps],
        ...(material.fetched ? { fetched: material.fetched } : {}),
      },
    });
    wanted.push(...told.wanted);
    return told.trusted;
  };
  const documents = stamped.flatMap(({ end, cms, document }) => {
    const [signer] = cms.signers;
    if (!document || !signer || cms.time === undefined) return [];
    return trusts({ time: cms.time, signer, certificates: cms.certificates, crls: cms.crls, ocsps: cms.ocsps })
      ? [{ end, time: cms.time }]
      : [];
  });
  return { trusts, documents, wanted };
}

/** The earliest time at which the signature is proven to have been there. @param itself it is a document timestamp */
export function provenTime(cms: CmsVerdict, end: number, itself: boolean, believed: Believed): number | undefined {
  const own = cms.timestamps.filter((stamp) => believed.trusts(stamp)).map((stamp) => stamp.time);
  const later = believed.documents.filter((d) => (itself ? d.end >= end : d.end > end)).map((d) => d.time);
  const all = [...own, ...later];
  return all.length === 0 ? undefined : Math.min(...all);
}
