/**
 * Mesa's OpenGL looks for a display and fails where there is none, unless it is told; Dawn reads the real environment,
 * which only the main thread can change, and only before it is loaded.
 */
export function showNoDisplay(): void {
  const { DISPLAY, WAYLAND_DISPLAY, EGL_PLATFORM } = process.env;
  if (process.platform !== 'linux' || DISPLAY || WAYLAND_DISPLAY || EGL_PLATFORM) return;
  process.env.EGL_PLATFORM = 'surfaceless';
}
