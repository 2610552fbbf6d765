// Media types that TypeScript 4.8 does not know, as far as this project uses them.
// Sources: https://www.w3.org/TR/webcodecs/#videoframe-interface,
// https://www.w3.org/TR/mediacapture-transform/, https://html.spec.whatwg.org/#offscreencanvas

type VideoPixelFormat =
  | 'I420'
  | 'I420A'
  | 'I422'
  | 'I444'
  | 'NV12'
  | 'RGBA'
  | 'RGBX'
  | 'BGRA'
  | 'BGRX';

interface PlaneLayout {
  offset: number;
  stride: number;
}

interface VideoColorSpaceInit {
  fullRange?: boolean | null;
  matrix?: string | null;
  primaries?: string | null;
  transfer?: string | null;
}

interface VideoFrameCopyToOptions {
  rect?: DOMRectInit;
  layout?: PlaneLayout[];
  format?: VideoPixelFormat;
}

interface VideoFrameBufferInit {
  format: VideoPixelFormat;
  codedWidth: number;
  codedHeight: number;
  timestamp: number;
  duration?: number;
  layout?: PlaneLayout[];
  visibleRect?: DOMRectInit;
  displayWidth?: number;
  displayHeight?: number;
  colorSpace?: VideoColorSpaceInit;
  transfer?: ArrayBuffer[];
}

declare class VideoFrame {
  constructor(source: CanvasImageSource | VideoFrame, init?: { timestamp?: number });
  constructor(data: BufferSource, init: VideoFrameBufferInit);
  readonly format: VideoPixelFormat | null;
  readonly codedWidth: number;
  readonly codedHeight: number;
  readonly displayWidth: number;
  readonly displayHeight: number;
  readonly visibleRect: DOMRectReadOnly | null;
  readonly timestamp: number;
  readonly duration: number | null;
  readonly colorSpace: VideoColorSpaceInit;
  allocationSize(options?: VideoFrameCopyToOptions): number;
  copyTo(destination: BufferSource, options?: VideoFrameCopyToOptions): Promise<PlaneLayout[]>;
  clone(): VideoFrame;
  close(): void;
}

declare class MediaStreamTrackProcessor {
  constructor(init: { track: MediaStreamTrack; maxBufferSize?: number });
  readonly readable: ReadableStream<VideoFrame>;
}

/** Chromium's, in the window. */
declare class MediaStreamTrackGenerator extends MediaStreamTrack {
  constructor(init: { kind: 'video' | 'audio' });
  readonly writable: WritableStream<VideoFrame>;
}

/** The standard's, in the worker. */
declare class VideoTrackGenerator {
  constructor();
  readonly writable: WritableStream<VideoFrame>;
  readonly track: MediaStreamTrack;
  muted: boolean;
}

declare class OffscreenCanvas extends EventTarget {
  constructor(width: number, height: number);
  width: number;
  height: number;
  getContext(
    kind: '2d',
    options?: CanvasRenderingContext2DSettings,
  ): CanvasRenderingContext2D | null;
  transferToImageBitmap(): ImageBitmap;
}

/** What moves to another thread; TypeScript 4.8's `Transferable` knows three of them. */
type Transferred = Transferable | VideoFrame | ReadableStream | WritableStream | MediaStreamTrack;
