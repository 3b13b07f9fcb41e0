/** What a clerk types for a draft and for a paper that came by post, as little as passes. */
export const DRAFT = {
  typeName: 'Công văn',
  subject: 'Về việc thử',
  content: '',
  competence: '',
  signerPosition: '',
  signer: '',
  priority: 0,
  toPlaces: [],
  recipients: [{ name: 'Hội Mẫu' }],
};
export const PAPER = {
  channel: 'post' as const,
  sender: 'Hội Mẫu',
  number: '1',
  notation: 'CV-HM',
  typeName: 'Công văn',
  subject: 'Thử',
  signer: '',
  priority: 0,
  register: true,
  notDuplicate: true,
};
