/** Three short tones, made here: nothing is fetched. Silent where the machine has no sound or the window may not play. */
const TONES_HZ = [880, 660, 880];
const LENGTH_S = 0.22;

export function alarm(): void {
  try {
    const audio = new AudioContext();
    const volume = audio.createGain();
    volume.gain.value = 0.15;
    volume.connect(audio.destination);
    TONES_HZ.forEach((hz, i) => {
      const tone = audio.createOscillator();
      tone.frequency.value = hz;
      tone.connect(volume);
      tone.start(audio.currentTime + i * LENGTH_S);
      tone.stop(audio.currentTime + (i + 0.85) * LENGTH_S);
    });
    setTimeout(() => void audio.close().catch(() => undefined), 2_000);
  } catch {
    // The banner stands anyway.
  }
}
