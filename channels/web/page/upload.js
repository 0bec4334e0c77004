// A file on its way to the server, which keeps it for an hour under the reference that it gives.

const MOST_MB = 10;
const PATIENCE_MS = 120000;

/** `{ reference, size }`, or `{ sentence, mayRepeat }`. */
export async function upload(file, persona) {
  if (file.size > MOST_MB * 1024 * 1024) return refused(`Tệp lớn hơn ${MOST_MB} MB, mời chọn tệp nhỏ hơn.`);
  try {
    const response = await fetch(`/api/upload?as=${encodeURIComponent(persona)}`, {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream" },
      body: file,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (response.ok) return await response.json();
    return { sentence: await response.text(), mayRepeat: response.status >= 500 };
  } catch {
    return { sentence: "Chưa gửi được tệp", mayRepeat: true };
  }
}

function refused(sentence) {
  return { sentence, mayRepeat: false };
}
