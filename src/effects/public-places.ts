/**
 * Hosts where anybody may leave something and somebody unknown may read it: file drops, paste boards, catchers of
 * requests, tunnels, chat hooks.
 */
const hosts =
  /^[a-z]+:\/\/(?:[^/@]*@)?(?:[\w-]+\.)*(?:webhook\.site|requestbin\.(?:net|com|io)|requestcatcher\.com|pipedream\.net|beeceptor\.com|hookbin\.com|mockbin\.(?:org|io)|httpbin\.(?:org|dev)|postman-echo\.com|ptsv\d?\.com|ngrok(?:-free)?\.(?:io|app|dev)|trycloudflare\.com|loca\.lt|localtunnel\.me|serveo\.net|lhr\.life|pagekite\.me|oast\.\w+|oastify\.com|interact\.sh|interactsh\.com|burpcollaborator\.net|dnslog\.cn|ceye\.io|canarytokens\.(?:com|org)|hooks\.zapier\.com|make\.com|integromat\.com|maker\.ifttt\.com|hooks\.slack\.com|discord(?:app)?\.com\/api\/webhooks|api\.telegram\.org\/bot|webhook\.office\.com|transfer\.sh|transfer\.archivete\.am|0x0\.st|file\.io|bashupload\.com|temp\.sh|tmpfiles\.org|catbox\.moe|gofile\.io|anonfiles?\.com|oshi\.at|keep\.sh|uguu\.se|pixeldrain\.com|filebin\.net|ufile\.io|free\.keep\.sh|x0\.at|envs\.sh|ttm\.sh|paste\.rs|termbin\.com|ix\.io|sprunge\.us|pastebin\.com|paste\.ee|paste\.debian\.net|paste\.c-net\.org|hastebin\.\w+|dpaste\.(?:org|com)|rentry\.(?:co|org)|ghostbin\.\w+|clbin\.com|controlc\.com|privatebin\.\w+|pastes?\.(?:dev|sh|io)|write\.as|telegra\.ph|imgur\.com|api\.github\.com\/gists|workers\.dev)(?=[/:?#]|$|\d)/i;

/** Whether an address lies at such a place. */
export function isPublicPlace(url: string): boolean {
  return hosts.test(/^[a-z]+:\/\//i.test(url) ? url : `http://${url}`);
}
