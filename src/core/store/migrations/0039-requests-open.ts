/** What senders ask and nobody has answered is told on the day's work and in the list, so it is found without reading all that was ever asked. */
export const requestsOpen = /* sql */ `
CREATE INDEX amendment_open ON amendment (seq) WHERE direction = 'in' AND state = 'open';
`;
