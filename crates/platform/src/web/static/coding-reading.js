// How far somebody has read: the furthest turn the caret has been in, told when it has rested for a moment.

const MOMENT = 3000;

export const noteReading = (address, csrf) => {
  let furthest = 1;
  let told = 1;
  let resting;
  const tell = () => {
    clearTimeout(resting);
    if (furthest === told) return;
    told = furthest;
    const body = new URLSearchParams({ csrf, turn: furthest });
    // Without a connection it is told with the next turn.
    fetch(address, { method: "POST", body, redirect: "manual", keepalive: true }).catch(() => { told = 1; });
  };
  addEventListener("pagehide", tell);
  return (turn) => {
    if (turn <= furthest) return;
    furthest = turn;
    clearTimeout(resting);
    resting = setTimeout(tell, MOMENT);
  };
};
