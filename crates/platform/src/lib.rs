//! What every part of Enid stands on: storage, access, web pages, keys, audit, clock. It knows nothing of groups or studies.
