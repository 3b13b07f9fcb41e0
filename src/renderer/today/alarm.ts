/** Short tones, made here: nothing is fetched. Silent where the machine has no sound or the window may not play. */
const LENGTH_S = 0.22;

function play(tones: readonly number[], loudness: number): void {
  try {
    const audio = new AudioContext();
    const volume = audio.createGain();
    volume.gain.value = loudness;
    volume.connect(audio.destination);
    tones.forEach((hz, i) => {
      const tone = audio.createOscillator();
      tone.frequency.value = hz;
      tone.connect(volume);
      tone.start(audio.currentTime + i * LENGTH_S);
      tone.stop(audio.currentTime + (i + 0.85) * LENGTH_S);
    });
    setTimeout(() => void audio.close().catch(() => undefined), 2_000);
  } catch {
    // What is shown stands anyway.
  }
}
/** An urgent document came. */
export const alarm = (): void => play([880, 660, 880], 0.15);
/** Work that took long has ended: two soft tones upwards. */
export const chime = (): void => play([523, 784], 0.07);
