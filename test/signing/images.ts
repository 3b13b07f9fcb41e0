/** Small pictures for visible signatures, PNG as base64, drawn once. */
import sharp from 'sharp';

const png = async (svg: string): Promise<string> => (await sharp(Buffer.from(svg)).png().toBuffer()).toString('base64');
const signature = await png(
  '<svg xmlns="http://www.w3.org/2000/svg" width="440" height="180"><path d="M20 140 C 80 10 120 170 180 60 S 260 150 300 60 S 400 120 430 40" stroke="#1b3fa8" stroke-width="8" fill="none"/></svg>',
);
const seal = await png(
  '<svg xmlns="http://www.w3.org/2000/svg" width="430" height="430"><g fill="none" stroke="#d8121f"><circle cx="215" cy="215" r="207" stroke-width="10"/><circle cx="215" cy="215" r="135" stroke-width="5"/></g></svg>',
);
export const signatureImage = (): string => signature;
export const sealImage = (): string => seal;
