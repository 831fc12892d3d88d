/** What of the server's environment a process that runs models needs: it looks at what strangers sent, so it is given no secrets. */
const passedOn = /^(PATH|HOME|TMPDIR|TEMP|TMP|LANG|LC_.*|TZ|SystemRoot|LD_LIBRARY_PATH|DYLD_.*|VK_.*|CUDA_.*|NVIDIA_.*|ORT_.*|OMP_.*)$/;

/** glibc keeps what onnxruntime frees unless told to give large blocks back: 709 MB against 105 MB after a 600 MB model was released. */
const returnMemory = { MALLOC_TRIM_THRESHOLD_: '65536', MALLOC_MMAP_THRESHOLD_: '65536' };

/** The environment of a process that runs models. */
export function childEnvironment(): Record<string, string | undefined> {
  return { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => passedOn.test(name))), ...returnMemory };
}
