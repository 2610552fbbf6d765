// What the page expects of the SDK. A relative import that ends in `sdk/camaleon.js` takes these
// types only where the module itself is absent; where it is there, its own types win.

declare module '*/sdk/camaleon.js' {
  export type Mode = 'none' | 'blur' | 'image' | 'camaleon';
  export type State = 'idle' | 'starting' | 'running' | 'failed' | 'closed';

  export class CamaleonError extends Error {
    readonly code: string;
  }

  export class Camaleon extends EventTarget {
    static create(options: { assets: string }): Promise<Camaleon>;
    static support(): { path: 'processor' | 'element' | 'standard' | 'none'; limits: string[] };
    process(cameraTrack: MediaStreamTrack): Promise<MediaStreamTrack>;
    setBackground(background: {
      mode: Mode;
      image?: ImageBitmap | Blob | HTMLImageElement;
    }): Promise<void>;
    learnPlate(on: boolean): void | Promise<void>;
    plate(options?: { whole?: boolean }): Promise<Uint8Array | null>;
    wear(bytes: Uint8Array | null): Promise<void>;
    statistics(): {
      state: State;
      frames: number;
      dropped: number;
      framesPerSecond: number;
      stages: { [name: string]: { median: number; p95: number } };
      width: number;
      height: number;
      hole: number | null;
    };
    close(): void;
  }
}
